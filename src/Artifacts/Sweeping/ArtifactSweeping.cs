namespace Tapir.Artifacts;

/// <summary>Removes artifacts that nothing refers to any more: plan first, look, then sweep.</summary>
public static class ArtifactSweeping
{
    /// <summary>Says what a sweep would remove; removes nothing.</summary>
    /// <param name="store">The store.</param>
    /// <param name="keep">Every artifact that something refers to.</param>
    /// <param name="writtenBefore">Artifacts written at this time or later stay: a running call may have made them and not yet said so.</param>
    /// <param name="cancellation">Stops the listing.</param>
    public static async Task<SweepPlan> PlanSweepAsync(
        this IArtifactStore store, IReadOnlySet<ArtifactRef> keep, DateTimeOffset writtenBefore, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(keep);
        List<StoredArtifact> remove = [];
        int keptCount = 0;
        long keptBytes = 0;
        await foreach (StoredArtifact stored in store.ListAsync(cancellation).ConfigureAwait(false))
        {
            if (keep.Contains(stored.Artifact) || stored.WrittenAt >= writtenBefore)
            {
                keptCount++;
                keptBytes += stored.Length;
            }
            else
            {
                remove.Add(stored);
            }
        }

        return new SweepPlan(remove, keptCount, keptBytes);
    }

    /// <summary>Removes what the plan says, but for what was put or claimed again since.</summary>
    /// <exception cref="ArtifactStoreException">An artifact cannot be removed; those before it are gone, and the next sweep goes on.</exception>
    public static async Task<SweepReport> SweepAsync(this IArtifactStore store, SweepPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(plan);
        int count = 0;
        long bytes = 0;
        foreach (StoredArtifact stored in plan.Remove)
        {
            if (await store.DeleteAsync(stored, cancellation).ConfigureAwait(false))
            {
                count++;
                bytes += stored.Length;
            }
        }

        return new SweepReport(count, bytes);
    }
}
