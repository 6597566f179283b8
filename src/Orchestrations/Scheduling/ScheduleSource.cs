namespace Tapir.Orchestrations.Scheduling;

/// <summary>Who made a schedule.</summary>
public enum ScheduleSource
{
    /// <summary>Somebody, by command or over HTTP.</summary>
    Command,

    /// <summary><c>host.json</c>, which alone may change or remove it.</summary>
    Settings,
}
