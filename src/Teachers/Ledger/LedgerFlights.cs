using System.Collections.Concurrent;

namespace Tapir.Teachers.Ledger;

/// <summary>Requests that are being asked right now: who asks the same joins.</summary>
public sealed class LedgerFlights
{
    private readonly ConcurrentDictionary<LedgerKey, Task<RecordedResponse>> flights = new();

    /// <summary>Takes the request, unless somebody is asking it.</summary>
    /// <returns>The caller's own flight, or the one to join.</returns>
    internal Task<RecordedResponse> TakeOrJoin(LedgerKey key, TaskCompletionSource<RecordedResponse> mine) => flights.GetOrAdd(key, mine.Task);

    /// <summary>Lets go of a request that has been asked.</summary>
    internal void Land(LedgerKey key, TaskCompletionSource<RecordedResponse> mine) => flights.TryRemove(new(key, mine.Task));
}
