using Microsoft.Extensions.Time.Testing;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>A clock whose time of day somebody sets, as people and time servers do: timers and what is measured between two moments know nothing of it.</summary>
internal sealed class SettableClock : TimeProvider
{
    private readonly FakeTimeProvider steady = new(DateTimeOffset.UtcNow);
    private TimeSpan set;

    public override long TimestampFrequency => steady.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow() + set;

    public override long GetTimestamp() => steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => steady.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan time) => steady.Advance(time);

    /// <summary>Sets the time of day forward, or back.</summary>
    public void Set(TimeSpan forward) => set += forward;
}
