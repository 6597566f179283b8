using System.ComponentModel.DataAnnotations;
using Tapir.Orchestrations.Backups;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Settings;

/// <summary><c>tapir.backup</c>: backups by the clock, while the program serves.</summary>
internal sealed record BackupSettings
{
    /// <value>When: five fields, six with seconds, or a macro such as <c>@daily</c>; null for never. Of times that were missed one is made up for.</value>
    public string? Cron { get; init; }

    /// <value>In whose wall-clock time. Default UTC.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <value>How many of the state folder's backups are kept; older ones are removed. Default 7.</value>
    [Range(1, 100_000)]
    public int Keep { get; init; } = 7;

    /// <value>The folder that they go to; null for the blob store that <c>tapir.artifacts</c> names.</value>
    public string? To { get; init; }

    /// <summary>The plan; null where no time is named.</summary>
    public BackupPlan? Plan() => Cron is { } cron ? new BackupPlan(new CronTrigger(cron, TimeZone), Keep) : null;
}
