namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Why an item is parked, where the hub has to know it again.</summary>
internal static class ParkReason
{
    private const string Refused = "no worker that is connected takes it, and it goes on by itself when one comes that does: ";

    /// <summary>Of an item that every connected worker handed back with a reason.</summary>
    /// <param name="reason">What the last of them said.</param>
    public static string RefusedBecause(string reason) => Refused + reason;

    /// <summary>Whether an item with this reason waits for a worker, and not for a person.</summary>
    public static bool WaitsForAWorker(string parked) => parked.StartsWith(Refused, StringComparison.Ordinal);
}
