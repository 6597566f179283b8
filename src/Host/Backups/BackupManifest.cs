using Tapir.Artifacts;

namespace Tapir.Host.Backups;

/// <summary>A backup as the list of backups has it: the document <c>backups/ID.json</c>. Written last, when all that it refers to is there.</summary>
/// <param name="Schema">Version of this form.</param>
/// <param name="Id">When it was taken, UTC, as <c>20261231T235959999Z</c>; names in their order are times in theirs.</param>
/// <param name="State">The state folder's id, which a restored folder keeps.</param>
/// <param name="Machine">Name of the machine.</param>
/// <param name="Folder">The state folder there.</param>
/// <param name="Runs">Ids of its runs.</param>
/// <param name="ArtifactCount">Artifacts that the runs refer to.</param>
/// <param name="Contents">The <see cref="BackupContents"/>.</param>
internal sealed record BackupManifest(
    int Schema, string Id, DateTimeOffset TakenAt, string State, string Machine, string Folder, IReadOnlyList<string> Runs, int ArtifactCount, ArtifactRef Contents)
{
    public const int Version = 1;
}
