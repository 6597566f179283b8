namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Calls back once at the earliest time asked for. One timer of the hub's clock; nothing polls.</summary>
internal sealed class WakeUp : IDisposable
{
    /// <summary>A longer wait is cut: the platform's timers count only while the machine is awake and know nothing of a clock that is set, and they end after some weeks.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private DateTimeOffset? due;

    public WakeUp(TimeProvider clock, Action callback)
    {
        this.clock = clock;
        timer = clock.CreateTimer(_ => callback(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks for a call at <paramref name="time"/> unless an earlier one is due anyway.</summary>
    public void NoLaterThan(DateTimeOffset time)
    {
        if (due is null || time < due)
        {
            Set(time);
        }
    }

    /// <summary>Replaces whatever was asked for before.</summary>
    public void Set(DateTimeOffset? time)
    {
        due = time;
        TimeSpan wait = Timeout.InfiniteTimeSpan;
        if (time is { } instant)
        {
            TimeSpan left = instant - clock.GetUtcNow();
            wait = left < Shortest ? Shortest : left > Longest ? Longest : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        }

        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => timer.Dispose();
}
