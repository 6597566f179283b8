using Tapir.Functions;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>What a schedule needs of the world: clocks with their time zones, data, and runs.</summary>
public static class ScheduleFunctions
{
    /// <summary>A function and not the orchestration's own code, because time zones change by law and machines learn of it at different times.</summary>
    public static readonly DurableFunction<LookAtClock, Look> LookAtClock = new("scheduling.look-at-clock", version: 1, CachePolicy.Never) { Recorded = false };

    public static readonly DurableFunction<LookAtData, WatchLook> LookAtData = new("scheduling.look-at-data", version: 1, CachePolicy.Never) { Reproducible = false, Recorded = false };

    public static readonly DurableFunction<StartScheduledRun, StartOutcome> StartRun = new("scheduling.start-run", version: 1, CachePolicy.Never) { Reproducible = false };
}

/// <param name="Schedule">The schedule's name.</param>
/// <param name="Cursor">Starts up to then have been dealt with.</param>
public sealed record LookAtClock(string Schedule, CronTrigger Trigger, DateTimeOffset Cursor, DateTimeOffset Now);

/// <param name="Schedule">The schedule's name.</param>
/// <param name="Memory">After the look before.</param>
/// <param name="MayTake">Whether a set that has settled may be taken, as <see cref="ScheduleState.MayTakeFiles"/> says.</param>
public sealed record LookAtData(string Schedule, WatchTrigger Trigger, WatchMemory Memory, bool MayTake, DateTimeOffset Now);

/// <param name="RequestKey">The same key gives the same run, whatever has become of it.</param>
/// <param name="Previous">The run that the schedule started before; null when there is none.</param>
public sealed record StartScheduledRun(string RequestKey, RunSpec Spec, string? Previous, OverlapPolicy Overlap)
{
    /// <value>The data to start from; null for that of the spec.</value>
    public SeedSet? Seed { get; init; }
}
