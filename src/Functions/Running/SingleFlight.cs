namespace Tapir.Functions;

/// <summary>Makes concurrent calls with one key one call: the first, its pilot, works, the others take its result or its exception.</summary>
/// <remarks>Whoever is gone waits no longer, and the work goes on for those who are still there. It is cancelled when the last has gone, who sees to its end. What failed in the
/// name of a pilot who is gone, as for want of that one's budget, is no answer to the others: one of them begins again.</remarks>
internal sealed class SingleFlight<T>
{
    private readonly Dictionary<string, Underway> flights = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <param name="key">What is worked on.</param>
    /// <param name="work">Gets a token that is cancelled when nobody waits for its result any more.</param>
    /// <param name="gone">Cancelled when this caller wants the result no longer.</param>
    /// <exception cref="OperationCanceledException">This caller is gone, or the work was cancelled.</exception>
    public async Task<Flight<T>> RunAsync(string key, Func<CancellationToken, Task<T>> work, CancellationToken gone)
    {
        while (true)
        {
            (Underway flight, bool joined) = Board(key, gone);
            if (!joined)
            {
                _ = FlyAsync(key, flight, work);
            }

            await ((Task)flight.Landed.WaitAsync(gone)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!flight.Landed.IsCompleted)
            {
                if (!IsLastToLeave(key, flight))
                {
                    throw new OperationCanceledException(gone);
                }

                await flight.Abandoned.CancelAsync().ConfigureAwait(false);
            }
            else if (flight.Landed.IsFaulted && joined && flight.PilotGone.IsCancellationRequested && !gone.IsCancellationRequested)
            {
                continue;
            }

            return new Flight<T>(await flight.Landed.ConfigureAwait(false), joined);
        }
    }

    private (Underway Flight, bool Joined) Board(string key, CancellationToken gone)
    {
        lock (gate)
        {
            bool joined = flights.TryGetValue(key, out Underway? flight);
            if (flight is null)
            {
                // Neither linked nor timed, so that there is nothing to dispose of, whoever is the last to hold it.
                flight = new Underway(new CancellationTokenSource(), gone);
                flights[key] = flight;
            }

            flight.Aboard++;
            return (flight, joined);
        }
    }

    private bool IsLastToLeave(string key, Underway flight)
    {
        lock (gate)
        {
            if (--flight.Aboard > 0)
            {
                return false;
            }

            // Whoever comes now does not board what is being cancelled.
            Remove(key, flight);
            return true;
        }
    }

    private async Task FlyAsync(string key, Underway flight, Func<CancellationToken, Task<T>> work)
    {
        try
        {
            T result = await work(flight.Abandoned.Token).ConfigureAwait(false);
            Land(key, flight);
            flight.Landing.SetResult(result);
        }
        catch (Exception e)
        {
            Land(key, flight);
            flight.Landing.SetException(e);
            _ = flight.Landed.Exception; // Seen: those who were aboard may all be gone.
        }
    }

    private void Land(string key, Underway flight)
    {
        lock (gate)
        {
            Remove(key, flight);
        }
    }

    private void Remove(string key, Underway flight)
    {
        if (flights.GetValueOrDefault(key) == flight)
        {
            flights.Remove(key);
        }
    }

    private sealed class Underway(CancellationTokenSource abandoned, CancellationToken pilotGone)
    {
        public TaskCompletionSource<T> Landing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Landed => Landing.Task;

        public CancellationTokenSource Abandoned => abandoned;

        public CancellationToken PilotGone => pilotGone;

        public int Aboard { get; set; }
    }
}
