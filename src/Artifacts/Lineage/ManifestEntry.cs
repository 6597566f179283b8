namespace Tapir.Artifacts;

/// <summary>How one artifact came to be.</summary>
/// <param name="Artifact">What was made.</param>
/// <param name="Function">The function that made it.</param>
/// <param name="Version">The function's version.</param>
/// <param name="Key">The key of the call: 64 hexadecimal digits.</param>
/// <param name="Inputs">What it was made from.</param>
/// <param name="Name">What it is to a reader ("student of round 2"); null when it needs no name.</param>
public sealed record ManifestEntry(ArtifactRef Artifact, string Function, int Version, string Key, IReadOnlyList<ArtifactRef> Inputs, string? Name = null);
