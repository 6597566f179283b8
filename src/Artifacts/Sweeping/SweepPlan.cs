namespace Tapir.Artifacts;

/// <summary>What a sweep would remove and keep. Nothing has been removed yet.</summary>
/// <param name="Remove">In the order of the digests.</param>
/// <param name="KeptCount">Artifacts that stay.</param>
/// <param name="KeptBytes">Their bytes.</param>
public sealed record SweepPlan(IReadOnlyList<StoredArtifact> Remove, int KeptCount, long KeptBytes)
{
    /// <value>Bytes that removal frees.</value>
    public long RemoveBytes => Remove.Sum(artifact => artifact.Length);
}
