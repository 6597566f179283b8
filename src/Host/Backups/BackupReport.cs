namespace Tapir.Host.Backups;

/// <summary>What taking a backup did.</summary>
/// <param name="Backup">Its id.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="ArtifactCount">Artifacts that the runs refer to.</param>
/// <param name="CopiedCount">How many of them had to be copied there.</param>
/// <param name="CopiedBytes">Their bytes.</param>
/// <param name="NotStored">Artifacts that histories still name and that were gone before: released checkpoints, and what `tapir gc` removed.</param>
/// <param name="Pruned">Older backups that were removed.</param>
internal sealed record BackupReport(
    string Backup, DateTimeOffset TakenAt, string Place, int ArtifactCount, int CopiedCount, long CopiedBytes, int NotStored, IReadOnlyList<string> Pruned);
