namespace Tapir.Host.Tests.Joining;

/// <summary>A clock by which pauses last longer than they do, and which stands still otherwise.</summary>
/// <param name="factor">How many times as long.</param>
internal sealed class SlowPauses(double factor) : TimeProvider
{
    private long ticks;

    public TimeSpan Passed => TimeSpan.FromTicks(Interlocked.Read(ref ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Advance(dueTime);
        }

        return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / factor, Timeout.InfiniteTimeSpan);
    }
}
