using System.ComponentModel.DataAnnotations;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>A schedule as <c>host.json</c> has it under <c>tapir.schedules</c>, or as a command or a request names it.</summary>
internal sealed record ScheduleSettings
{
    /// <value>Unique among schedules.</value>
    [RegularExpression("^[a-z0-9][a-z0-9-]{0,39}$", ErrorMessage = "use 1 to 40 lower-case letters, digits and hyphens")]
    public required string Name { get; init; }

    /// <value>The YAML file of its runs.</value>
    public required string Spec { get; init; }

    /// <value>Values that replace those of the spec, by dotted key.</value>
    public IReadOnlyDictionary<string, string> Set { get; init; } = new Dictionary<string, string>();

    /// <value>When to start: five fields, six with seconds, or a macro such as <c>@daily</c>.</value>
    public string? Cron { get; init; }

    /// <value>In whose wall-clock time. Default UTC.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <value>No start before then: a date, or a date and time, in the time zone unless it names an offset. Default none.</value>
    public string? Start { get; init; }

    /// <value>No start after then. Default none.</value>
    public string? End { get; init; }

    /// <value>Instead of <see cref="Cron"/>: the folder, or <c>blob:CONTAINER/PREFIX</c>, whose new and changed files start runs.</value>
    public string? Watch { get; init; }

    /// <value>Which names are watched there, separated by commas. Default *.jsonl and *.json.</value>
    public string? Pattern { get; init; }

    /// <value>For how long new files must have stood still, 1 second to 1 day. Default 30 seconds.</value>
    public TimeSpan? Settle { get; init; }

    /// <value>How often it is looked, 1 second to 1 day. Default 10 seconds.</value>
    public TimeSpan? Every { get; init; }

    /// <value>What to do when the run before is not over. Default skip by the clock, and queue for files, which would not come a second time.</value>
    public OverlapPolicy? Overlap { get; init; }

    /// <value>What to do with starts that were missed. Default once.</value>
    public MissedPolicy Missed { get; init; } = MissedPolicy.Once;

    /// <value>How many missed starts are made up for where all are. Default 10.</value>
    [Range(1, 1_000)]
    public int MissedLimit { get; init; } = 10;

    /// <value>Each start is delayed by up to this, 366 days at most. Default none.</value>
    public TimeSpan Jitter { get; init; }
}
