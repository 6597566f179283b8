using Tapir.Orchestrations.Scheduling;

namespace Tapir.Orchestrations.Backups;

/// <summary>When backups are taken, and how many stay.</summary>
/// <param name="Trigger">However many were missed, one makes up for them.</param>
/// <param name="Keep">The state folder's backups beyond so many are removed, the oldest first; at least 1.</param>
public sealed record BackupPlan(CronTrigger Trigger, int Keep);
