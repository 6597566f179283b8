namespace Tapir.Artifacts;

/// <summary>Copies artifacts between stores. A copy that was cut off is made again from the beginning, which passes over what has arrived.</summary>
public static class ArtifactTransfer
{
    private const int AtATime = 8;

    /// <summary>Copies what the destination lacks. Each artifact is checked against its digest when it is read, and gets the same in the destination.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="artifacts">Which.</param>
    /// <param name="progress">Told after each; null for nobody.</param>
    /// <param name="cancellation">Stops after what is under way.</param>
    /// <exception cref="ArtifactStoreException">One of the stores cannot be read or written.</exception>
    public static async Task<TransferReport> CopyAsync(
        this IArtifactStore source, IArtifactStore destination, IReadOnlyCollection<ArtifactRef> artifacts, IProgress<TransferProgress>? progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(artifacts);
        ArtifactRef[] wanted = [.. artifacts.Distinct().Order()];
        TransferTally tally = new(wanted.Length, progress);
        ParallelOptions several = new() { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            wanted,
            several,
            async (artifact, token) => await CopyAsync(source, destination, artifact, tally, token).ConfigureAwait(false)).ConfigureAwait(false);
        return tally.Report();
    }

    private static async Task CopyAsync(IArtifactStore source, IArtifactStore destination, ArtifactRef artifact, TransferTally tally, CancellationToken cancellation)
    {
        if (await destination.ClaimAsync(artifact, cancellation).ConfigureAwait(false))
        {
            tally.Present();
            return;
        }

        Stream content;
        try
        {
            content = await source.OpenAsync(artifact, cancellation).ConfigureAwait(false);
        }
        catch (ArtifactLostException)
        {
            tally.Missing(artifact);
            return;
        }

        await using (content.ConfigureAwait(false))
        {
            ArtifactRef copy = await destination.PutAsync((stream, token) => content.CopyToAsync(stream, token), cancellation).ConfigureAwait(false);
            if (copy != artifact)
            {
                throw new InvalidDataException($"{artifact} became {copy} on its way: it was changed while it was read.");
            }

            tally.Copied(content.Length);
        }
    }
}
