namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What the hub's thread does later, and when it has to be woken for that or for the hub's timers.</summary>
/// <remarks>What is put off waits by the clock that only goes forward, the hub's timers by the time of day.</remarks>
internal sealed class Deferred(TimeProvider clock, WakeUp wakeUp)
{
    private readonly PriorityQueue<Action, TimeSpan> waiting = new();
    private readonly long started = clock.GetTimestamp();

    private TimeSpan Age => clock.GetElapsedTime(started);

    /// <summary>Asks for a call of <see cref="Run"/> at <paramref name="time"/> unless an earlier one is due anyway.</summary>
    public void Wake(DateTimeOffset time) => wakeUp.NoLaterThan(time);

    /// <summary>Likewise after <paramref name="wait"/>.</summary>
    public void Wake(TimeSpan wait) => wakeUp.NoLaterThan(clock.GetUtcNow() + wait);

    /// <summary>Likewise for the hub's next timer.</summary>
    /// <param name="nextTimer">When it is due, in UTC ticks; null when there is none. No date at all is what damage makes of one: its row is looked at on the nearest date.</param>
    public void Wake(long? nextTimer)
    {
        if (nextTimer is { } ticks)
        {
            Wake(new DateTimeOffset(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero));
        }
    }

    /// <summary>Runs <paramref name="action"/> on the hub's thread once <paramref name="wait"/> has passed.</summary>
    public void Later(TimeSpan wait, Action action)
    {
        waiting.Enqueue(action, Age + wait);
        Wake(wait);
    }

    /// <summary>Runs what was put off until now, and asks to be woken for the next.</summary>
    public void Run()
    {
        TimeSpan now = Age;
        while (waiting.TryPeek(out Action? action, out TimeSpan due) && due <= now)
        {
            waiting.Dequeue();
            action();
        }

        wakeUp.Set(waiting.TryPeek(out _, out TimeSpan next) ? clock.GetUtcNow() + (next - now) : null);
    }
}
