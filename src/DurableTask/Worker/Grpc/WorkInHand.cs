namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>Counts the work items that a worker has not answered yet. Thread-safe.</summary>
internal sealed class WorkInHand
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _empty = Completed();

    public int Count { get; private set; }

    public void Take()
    {
        lock (_lock)
        {
            if (Count++ == 0)
            {
                _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            if (--Count == 0)
            {
                _empty.TrySetResult();
            }
        }
    }

    /// <returns>Whether all was answered in time.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit, TimeProvider time)
    {
        Task empty;
        lock (_lock)
        {
            empty = _empty.Task;
        }

        try
        {
            await empty.WaitAsync(limit, time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            // The limit is the caller's, and what it means too.
            return false;
        }
    }

    private static TaskCompletionSource Completed()
    {
        TaskCompletionSource done = new();
        done.SetResult();
        return done;
    }
}
