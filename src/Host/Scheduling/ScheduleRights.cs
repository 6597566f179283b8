using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>What may be done to a schedule by command or over HTTP.</summary>
internal static class ScheduleRights
{
    /// <exception cref="ScheduleStateException">It comes from <c>host.json</c>, and would come back with the next start.</exception>
    public static void AssertByCommand(ScheduleEntry entry)
    {
        if (entry.Definition.Source == ScheduleSource.Settings)
        {
            throw new ScheduleStateException($"{entry.Name} comes from host.json; change or remove it there, or pause it.");
        }
    }

    /// <exception cref="ScheduleStateException">It has ended by a fault and hears nothing.</exception>
    public static void AssertAlive(ScheduleEntry entry)
    {
        if (entry.Failure is { } failure)
        {
            throw new ScheduleStateException($"{entry.Name} has ended by a fault: {failure} `tapir serve` lets it go on when it starts, or remove it and add it again.");
        }
    }
}
