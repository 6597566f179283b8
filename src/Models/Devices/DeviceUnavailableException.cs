namespace Tapir.Models.Devices;

/// <summary>This machine, or the libtorch that it has, cannot compute on a device; the message says what is missing and what to do.</summary>
public sealed class DeviceUnavailableException(string message) : Exception(message);
