namespace Tapir.Functions;

/// <summary>Counts how long a function works, and cancels it when its time is used up. Thread-safe.</summary>
internal sealed class LimitClock : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly CancellationTokenSource cut;
    private readonly TaskCompletionSource patienceOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan patience;
    private readonly ITimer timer;
    private ITimer? patienceTimer;
    private TimeSpan left;
    private long since;
    private int waits;

    /// <param name="patience">How long after the cancellation <see cref="PatienceOver"/> ends.</param>
    /// <param name="unwanted">Cancels the function too.</param>
    public LimitClock(TimeSpan limit, TimeSpan patience, TimeProvider time, CancellationToken unwanted)
    {
        this.time = time;
        this.patience = patience;
        left = limit;
        cut = CancellationTokenSource.CreateLinkedTokenSource(unwanted);
        since = time.GetTimestamp();
        timer = time.CreateTimer(_ => UseUp(), null, limit, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => cut.Token;

    /// <value>Whether the time is used up, and the function has been cancelled for it.</value>
    public bool IsUsedUp => Volatile.Read(ref patienceTimer) is not null;

    /// <value>Ends when the function has not come to its end for a while after the cancellation.</value>
    public Task PatienceOver => patienceOver.Task;

    /// <summary>Stands still until what is returned is disposed of; where several wait, until the last one is.</summary>
    public IDisposable Stop()
    {
        lock (gate)
        {
            if (waits++ == 0)
            {
                left -= time.GetElapsedTime(since);
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        return new Standstill(this);
    }

    public void Dispose()
    {
        timer.Dispose();
        patienceTimer?.Dispose();
        cut.Dispose();
    }

    private void GoOn()
    {
        lock (gate)
        {
            if (--waits == 0)
            {
                since = time.GetTimestamp();
                timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void UseUp()
    {
        lock (gate)
        {
            // It may have been stopped while this was on its way.
            if (waits > 0 || IsUsedUp)
            {
                return;
            }

            Volatile.Write(ref patienceTimer, time.CreateTimer(_ => patienceOver.TrySetResult(), null, patience, Timeout.InfiniteTimeSpan));
        }

        try
        {
            // Not on the timer's thread: what a function does when it is cancelled is its own affair.
            _ = cut.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It came to its end in this very moment.
        }
    }

    private sealed class Standstill(LimitClock clock) : IDisposable
    {
        private LimitClock? stopped = clock;

        public void Dispose() => Interlocked.Exchange(ref stopped, null)?.GoOn();
    }
}
