namespace Tapir.Orchestrations.Scheduling;

/// <summary>What a look at watched files showed.</summary>
/// <param name="At">When. UTC.</param>
/// <param name="Files">How many there are.</param>
/// <param name="New">How many of them are new or have changed.</param>
public sealed record WatchSight(DateTimeOffset At, int Files, int New, WatchPhase Phase);
