using System.Collections.Concurrent;

namespace Tapir.Functions;

/// <summary>Makes concurrent calls with one key one call: the first works, the others take its result or its exception.</summary>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<string, Task<T>> flights = new(StringComparer.Ordinal);

    public async Task<Flight<T>> RunAsync(string key, Func<Task<T>> work)
    {
        TaskCompletionSource<T> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<T> flight = flights.GetOrAdd(key, mine.Task);
        if (flight != mine.Task)
        {
            return new Flight<T>(await flight.ConfigureAwait(false), Joined: true);
        }

        try
        {
            T result = await work().ConfigureAwait(false);
            Land(key);
            mine.SetResult(result);
            return new Flight<T>(result, Joined: false);
        }
        catch (Exception e)
        {
            Land(key);
            mine.SetException(e);
            _ = mine.Task.Exception; // Seen: without joiners nobody else looks at it.
            throw;
        }
    }

    private void Land(string key) => flights.TryRemove(key, out _);
}
