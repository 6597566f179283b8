using System.ComponentModel;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>A schedule as someone posts it: what <c>host.json</c> has, of a stored spec.</summary>
internal sealed record ScheduleRequest
{
    /// <value>Name of the stored spec of its runs.</value>
    [Description("Name of the stored spec of its runs.")]
    public required string Spec { get; init; }

    /// <value>The version; null for the latest as it is when the schedule is made.</value>
    [Description("The version of the spec; the latest of now where it is left out. A later version changes nothing until the schedule is put again.")]
    public int? Version { get; init; }

    /// <value>Values that replace those of the spec, by dotted key.</value>
    [Description("Values that replace those of the spec, by dotted key.")]
    public IReadOnlyDictionary<string, string> Set { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc cref="ScheduleSettings.Cron"/>
    [Description("When to start: minute, hour, day of month, month, day of week, with seconds before them if need be; or a macro such as @daily.")]
    public string? Cron { get; init; }

    /// <inheritdoc cref="ScheduleSettings.Watch"/>
    [Description("Instead of cron: the folder, or blob:CONTAINER/PREFIX, whose new and changed files start runs. Must lie within tapir.allow.read of host.json.")]
    public string? Watch { get; init; }

    /// <inheritdoc cref="ScheduleSettings.Pattern"/>
    [Description("Which names are watched there, separated by commas; *.jsonl,*.json by default.")]
    public string? Pattern { get; init; }

    /// <inheritdoc cref="ScheduleSettings.Settle"/>
    [Description("For how long new files must have stood still, such as 30s, the default.")]
    public TimeSpan? Settle { get; init; }

    /// <inheritdoc cref="ScheduleSettings.Every"/>
    [Description("How often it is looked, such as 10s, the default.")]
    public TimeSpan? Every { get; init; }

    /// <inheritdoc cref="ScheduleSettings.TimeZone"/>
    [Description("In whose wall-clock time, such as Europe/Berlin; UTC by default.")]
    public string TimeZone { get; init; } = "UTC";

    /// <inheritdoc cref="ScheduleSettings.Start"/>
    [Description("No start before then: 2026-12-01, 2026-12-01T06:30 or 2026-12-01T06:30+01:00.")]
    public string? Start { get; init; }

    /// <inheritdoc cref="ScheduleSettings.End"/>
    [Description("No start after then.")]
    public string? End { get; init; }

    /// <inheritdoc cref="ScheduleSettings.Overlap"/>
    [Description("When the run before is not over: skip the new one, queue it, or cancel the old one. Where it is left out, skip with cron and queue with watch.")]
    public OverlapPolicy? Overlap { get; init; }

    /// <inheritdoc cref="ScheduleSettings.Missed"/>
    [Description("What to do with starts that were missed: skip them, start once, or all of them up to missedLimit.")]
    public MissedPolicy Missed { get; init; } = MissedPolicy.Once;

    /// <inheritdoc cref="ScheduleSettings.MissedLimit"/>
    [Description("How many missed starts are made up for where all are, 1 to 1000; 10 by default.")]
    public int MissedLimit { get; init; } = 10;

    /// <inheritdoc cref="ScheduleSettings.Jitter"/>
    [Description("Each start is delayed by up to this, such as 10m.")]
    public TimeSpan Jitter { get; init; }

    public ScheduleSettings ToSettings(string name) => new()
    {
        Name = name,
        Spec = Spec,
        Set = Set,
        Cron = Cron,
        Watch = Watch,
        Pattern = Pattern,
        Settle = Settle,
        Every = Every,
        TimeZone = TimeZone,
        Start = Start,
        End = End,
        Overlap = Overlap,
        Missed = Missed,
        MissedLimit = MissedLimit,
        Jitter = Jitter,
    };
}
