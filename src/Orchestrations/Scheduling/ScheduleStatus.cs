namespace Tapir.Orchestrations.Scheduling;

/// <summary>Custom status of a schedule: where it stands, for whoever watches.</summary>
/// <param name="Upcoming">The next starts by the clock, jitter included, at most five; none while it is paused.</param>
/// <param name="Waiting">Starts that are due and not made yet.</param>
/// <param name="LastRun">The run that it started last; null before the first.</param>
/// <param name="LastAttempt">The latest start, in whatever way it ended; null before the first.</param>
/// <param name="Problem">What keeps it from working now, and is tried again soon, or which starts it had no room for; null for nothing.</param>
/// <param name="CommandsTaken">How many commands it has taken so far.</param>
public sealed record ScheduleStatus(
    IReadOnlyList<DateTimeOffset> Upcoming, bool IsPaused, int Waiting, string? LastRun, StartAttempt? LastAttempt, string? Problem, int CommandsTaken)
{
    /// <value>What it saw of the files that it watches when it last looked; null before that, and where it watches none.</value>
    public WatchSight? Sight { get; init; }

    /// <value>The set that it took last; null before the first.</value>
    public SeedSet? LastSet { get; init; }

    public static ScheduleStatus Of(ScheduleState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new ScheduleStatus(state.Upcoming, state.IsPaused, state.Waiting.Count, state.LastRun, state.LastAttempt, state.Problem ?? state.LeftOut, state.CommandsTaken)
        {
            Sight = state.Watch.Sight,
            LastSet = state.Watch.Latest,
        };
    }
}
