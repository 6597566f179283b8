namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>Counts the work items that a worker has not answered yet. Thread-safe.</summary>
internal sealed class WorkInHand
{
    private readonly Lock gate = new();
    private TaskCompletionSource empty = Completed();

    public int Count { get; private set; }

    public void Take()
    {
        lock (gate)
        {
            if (Count++ == 0)
            {
                empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Release()
    {
        lock (gate)
        {
            if (--Count == 0)
            {
                empty.TrySetResult();
            }
        }
    }

    /// <returns>Whether all was answered in time.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit, TimeProvider time)
    {
        Task empty;
        lock (gate)
        {
            empty = this.empty.Task;
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
