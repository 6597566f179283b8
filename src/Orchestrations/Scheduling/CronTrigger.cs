namespace Tapir.Orchestrations.Scheduling;

/// <summary>Starts runs at the times of a cron expression.</summary>
/// <param name="Cron">Five fields, or six with seconds first, or a macro such as <c>@daily</c>.</param>
/// <param name="TimeZone">In whose wall-clock time the expression is meant, as IANA names it, such as <c>Europe/Berlin</c>.</param>
public sealed record CronTrigger(string Cron, string TimeZone) : ScheduleTrigger
{
    /// <summary>The longest delay that makes sense: the time between two starts of the rarest schedules.</summary>
    public static readonly TimeSpan LongestJitter = TimeSpan.FromDays(366);

    /// <value>No start before then; null for none such.</value>
    public DateTimeOffset? Start { get; init; }

    /// <value>No start after then; null for none such.</value>
    public DateTimeOffset? End { get; init; }

    public MissedPolicy Missed { get; init; } = MissedPolicy.Once;

    /// <value>For <see cref="MissedPolicy.All"/>: how many missed starts are made up for at most, 1 to 1,000. Default 10.</value>
    public int MissedLimit { get; init; } = 10;

    /// <value>Each start is delayed by up to this, by an amount that depends on the schedule's name and the time alone, and is below the time to the next start. Default none; no more than
    /// <see cref="LongestJitter"/> counts.</value>
    public TimeSpan Jitter { get; init; }
}
