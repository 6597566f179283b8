namespace Tapir.Orchestrations.Backups;

/// <summary>What backups are told by <see cref="BackupInstances.PlanEvent"/>.</summary>
/// <param name="Plan">The plan from now on; null for no more backups.</param>
public sealed record SetBackupPlan(BackupPlan? Plan);
