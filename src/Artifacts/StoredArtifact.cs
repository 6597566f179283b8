namespace Tapir.Artifacts;

/// <summary>One entry of a store's listing.</summary>
/// <param name="Artifact">Its digest.</param>
/// <param name="Length">Bytes.</param>
/// <param name="WrittenAt">When its bytes were last put; UTC.</param>
public sealed record StoredArtifact(ArtifactRef Artifact, long Length, DateTimeOffset WrittenAt);
