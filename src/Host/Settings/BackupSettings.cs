using System.ComponentModel.DataAnnotations;

namespace Tapir.Host.Settings;

/// <summary><c>tapir.backup</c>: backups by the clock, while the program serves.</summary>
internal sealed record BackupSettings
{
    /// <value>When: a cron expression in UTC, such as <c>0 3 * * *</c>; null for never.</value>
    public string? Cron { get; init; }

    /// <value>How many of the state folder's backups are kept; older ones are removed. Default 7.</value>
    [Range(1, 100_000)]
    public int Keep { get; init; } = 7;

    /// <value>The folder that they go to; null for the blob store that <c>tapir.artifacts</c> names.</value>
    public string? To { get; init; }
}
