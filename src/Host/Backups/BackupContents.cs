using Tapir.Artifacts;

namespace Tapir.Host.Backups;

/// <summary>All that a backup consists of. An artifact itself.</summary>
/// <param name="Hub">The task hub's database; null where there was none. Its file is named by <c>host.json</c> of whoever restores it.</param>
/// <param name="Databases">The others.</param>
/// <param name="Files">Everything else of the state folder.</param>
/// <param name="Artifacts">Those that hub, results and runs refer to and that were stored, by digest.</param>
internal sealed record BackupContents(
    ArtifactRef? Hub, IReadOnlyList<BackedUpFile> Databases, IReadOnlyList<BackedUpFile> Files, IReadOnlyList<ArtifactRef> Artifacts)
{
    /// <summary>Every artifact that has to be there for a restore.</summary>
    public IEnumerable<ArtifactRef> All() =>
        (Hub is { } hub ? [hub] : Enumerable.Empty<ArtifactRef>()).Concat(Databases.Select(file => file.Content)).Concat(Files.Select(file => file.Content)).Concat(Artifacts);
}
