namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What the hub's thread does later, and when it has to be woken for that or for the hub's timers.</summary>
internal sealed class Deferred(TimeProvider clock, WakeUp wakeUp)
{
    private readonly PriorityQueue<Action, DateTimeOffset> waiting = new();

    /// <summary>Asks for a call of <see cref="Woken"/> at <paramref name="time"/> unless an earlier one is due anyway.</summary>
    public void Wake(DateTimeOffset time) => wakeUp.NoLaterThan(time);

    /// <summary>Asks for another call of <see cref="Woken"/> in place of one that came and could not be answered.</summary>
    public void WakeAgain(TimeSpan wait) => wakeUp.Set(clock.GetUtcNow() + wait);

    /// <summary>Runs <paramref name="action"/> on the hub's thread once <paramref name="wait"/> has passed.</summary>
    public void Later(TimeSpan wait, Action action)
    {
        DateTimeOffset time = clock.GetUtcNow() + wait;
        waiting.Enqueue(action, time);
        wakeUp.NoLaterThan(time);
    }

    /// <summary>Runs what was put off until now, and asks to be woken for the next.</summary>
    /// <param name="nextTimer">When the hub's next timer is due, in UTC ticks; null when it has none.</param>
    public void Woken(long? nextTimer)
    {
        DateTimeOffset now = clock.GetUtcNow();
        while (waiting.TryPeek(out Action? action, out DateTimeOffset time) && time <= now)
        {
            waiting.Dequeue();
            action();
        }

        DateTimeOffset? next = nextTimer is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        if (waiting.TryPeek(out _, out DateTimeOffset first) && (next is null || first < next))
        {
            next = first;
        }

        wakeUp.Set(next);
    }
}
