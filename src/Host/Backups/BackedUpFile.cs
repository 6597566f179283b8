using Tapir.Artifacts;

namespace Tapir.Host.Backups;

/// <summary>A file of a state folder, kept as an artifact.</summary>
/// <param name="Path">Relative to the state folder, with slashes.</param>
internal sealed record BackedUpFile(string Path, ArtifactRef Content);
