namespace Tapir.Orchestrations.Scheduling;

/// <summary>How schedules are known in the hub.</summary>
public static class ScheduleInstances
{
    /// <summary>What the instance id of every schedule begins with; no run's does.</summary>
    public const string Prefix = "schedule:";

    /// <summary>The external event that carries a <see cref="ScheduleCommand"/>. One name for all commands, because events keep their order among those of one name only.</summary>
    public const string CommandEvent = "schedule-command";

    /// <param name="schedule">The schedule's name.</param>
    public static string IdOf(string schedule) => Prefix + schedule;
}
