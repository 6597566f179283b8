namespace Tapir.Host.Dashboard.Schedules;

/// <summary>What starts the runs of a schedule.</summary>
public enum ScheduleStarter
{
    Clock,
    Files,
}
