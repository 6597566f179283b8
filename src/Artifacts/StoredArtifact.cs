namespace Tapir.Artifacts;

/// <summary>One entry of a store's listing.</summary>
/// <param name="Artifact">Its digest.</param>
/// <param name="Length">Bytes.</param>
/// <param name="WrittenAt">When it was last put or claimed, by the store's clock; UTC.</param>
/// <param name="Version">What the store knows this state of it by, if <see cref="WrittenAt"/> is too coarse; else empty.</param>
public sealed record StoredArtifact(ArtifactRef Artifact, long Length, DateTimeOffset WrittenAt, string Version = "");
