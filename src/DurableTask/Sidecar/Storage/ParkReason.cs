using System.Globalization;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Why an item is parked, where the hub has to know it again.</summary>
internal static class ParkReason
{
    private const string Delivered = "delivered ";
    private const string Refused = "no worker that is connected takes it, and it goes on by itself when one comes that does: ";

    /// <summary>Of an activity that was handed out too often.</summary>
    /// <param name="cause">What became of it the last time.</param>
    public static string DeliveredInVain(int times, string cause) => string.Create(CultureInfo.InvariantCulture, $"{Delivered}{times} times without an answer; the last time {cause}");

    /// <summary>Of an instance one of whose turns was.</summary>
    /// <param name="turn">The turn's number, counted from 1.</param>
    /// <param name="cause">What became of it the last time.</param>
    public static string DeliveredInVain(int times, long turn, string cause) =>
        string.Create(CultureInfo.InvariantCulture, $"{Delivered}{times} times without an answer to turn {turn}; the last time {cause}");

    /// <summary>Of an item that every connected worker handed back with a reason.</summary>
    /// <param name="reason">What the last of them said.</param>
    public static string RefusedBecause(string reason) => Refused + reason;

    /// <summary>Whether an item with this reason waits for a worker, and not for a person.</summary>
    public static bool WaitsForAWorker(string parked) => parked.StartsWith(Refused, StringComparison.Ordinal);

    /// <summary>Whether an item with this reason was handed out too often.</summary>
    public static bool WasInVain(string parked) => parked.StartsWith(Delivered, StringComparison.Ordinal);
}
