namespace Tapir.Functions;

/// <summary>Follows artifacts back to what they were made from.</summary>
public sealed class ArtifactLineage(IResultIndex index)
{
    /// <summary>Everything that led to these artifacts, as far as it is known; each artifact once, in the order of the references.</summary>
    /// <param name="artifacts">Where to begin.</param>
    /// <param name="remembered">Steps that were written down before. The index may be deleted at any time: what it no longer knows is taken from here.</param>
    /// <param name="cancellation">Stops the search.</param>
    public async Task<IReadOnlyList<LineageStep>> OfAsync(
        IEnumerable<string> artifacts, IEnumerable<LineageStep> remembered, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        ArgumentNullException.ThrowIfNull(remembered);
        Dictionary<string, LineageStep> before = remembered.ToDictionary(step => step.Artifact);
        SortedDictionary<string, LineageStep> steps = new(StringComparer.Ordinal);
        HashSet<string> seen = [.. artifacts];
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? artifact))
        {
            IReadOnlyList<StoredResult> producers = await index.FindProducersAsync(artifact, cancellation).ConfigureAwait(false);
            LineageStep? step = producers.Count > 0 ? Of(artifact, producers[0]) : before.GetValueOrDefault(artifact);
            if (step is null)
            {
                continue;
            }

            steps.Add(artifact, step);
            foreach (string input in step.Inputs.Where(seen.Add))
            {
                open.Enqueue(input);
            }
        }

        return [.. steps.Values];
    }

    private static LineageStep Of(string artifact, StoredResult producer) => new(artifact, producer.Function, producer.Version, producer.Key, producer.InputArtifacts);
}
