namespace Tapir.Artifacts;

/// <summary>How one artifact came to be.</summary>
/// <param name="Artifact">What was made.</param>
/// <param name="Names">What it is to a reader ("student of round 2"); none for one that only lies on the way to others.</param>
/// <param name="MadeBy">The call that made it; null when nobody knows any more.</param>
public sealed record ManifestEntry(ArtifactRef Artifact, IReadOnlyList<string> Names, ManifestCall? MadeBy = null);
