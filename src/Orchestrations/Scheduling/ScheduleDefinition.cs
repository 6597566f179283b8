using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>A schedule as it was asked for.</summary>
/// <param name="Name">Its name, unique among schedules.</param>
/// <param name="Spec">What each of its runs is, resolved and checked when the schedule was made.</param>
/// <param name="Trigger">When it starts them.</param>
public sealed record ScheduleDefinition(string Name, RunSpec Spec, ScheduleTrigger Trigger)
{
    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;

    public ScheduleSource Source { get; init; } = ScheduleSource.Command;

    /// <value>The file that the spec was read from, for people; empty for a posted one.</value>
    public string SpecFile { get; init; } = "";
}
