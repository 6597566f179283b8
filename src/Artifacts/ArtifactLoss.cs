namespace Tapir.Artifacts;

/// <summary>In what way an artifact is lost.</summary>
public enum ArtifactLoss
{
    /// <summary>Nothing is stored under the digest.</summary>
    Missing,

    /// <summary>What is stored under the digest has another digest: truncated, flipped, overwritten.</summary>
    Corrupt,
}
