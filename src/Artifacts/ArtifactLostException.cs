namespace Tapir.Artifacts;

/// <summary>An artifact that is referred to cannot be read: it is missing, or its bytes are not the ones that were stored.</summary>
/// <remarks>Names the reference, so that whoever knows what made it can make it again.</remarks>
public sealed class ArtifactLostException(ArtifactRef artifact, ArtifactLoss loss, string message) : Exception(message)
{
    public ArtifactRef Artifact { get; } = artifact;

    public ArtifactLoss Loss { get; } = loss;

    internal static ArtifactLostException Missing(ArtifactRef artifact, string place) =>
        new(artifact, ArtifactLoss.Missing, $"{artifact} is missing: there is nothing at '{place}'.");

    internal static ArtifactLostException Corrupt(ArtifactRef artifact, string place, string actualDigest, long length) =>
        new(artifact, ArtifactLoss.Corrupt, $"{artifact} is damaged: '{place}' holds {length} bytes with the SHA-256 {actualDigest}.");
}
