using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>A schedule as the hub has it.</summary>
/// <param name="State">What it knew when it last began again.</param>
/// <param name="Status">Where it stands; that of <paramref name="State"/> before its first turn.</param>
/// <param name="Failure">Why it has ended by a fault; null while it lives.</param>
internal sealed record ScheduleEntry(ScheduleState State, ScheduleStatus Status, string? Failure)
{
    public ScheduleDefinition Definition => State.Definition;

    public string Name => Definition.Name;
}
