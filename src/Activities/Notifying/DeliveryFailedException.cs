namespace Tapir.Activities.Notifying;

/// <summary>A notice could not be delivered now; another try may succeed. The message is kept in the hub, so it names no more of an address than its origin.</summary>
internal sealed class DeliveryFailedException(string message) : Exception(message);
