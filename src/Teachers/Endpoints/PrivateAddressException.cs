namespace Tapir.Teachers.Endpoints;

/// <summary>An endpoint that must be on the public internet is not.</summary>
internal sealed class PrivateAddressException(string host) : Exception($"'{host}' leads to no address of the public internet.");
