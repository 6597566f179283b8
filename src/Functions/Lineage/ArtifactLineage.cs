namespace Tapir.Functions;

/// <summary>Follows artifacts back to what they were made from.</summary>
public sealed class ArtifactLineage(IResultIndex index)
{
    /// <summary>Everything that led to these artifacts, as far as the index knows; each artifact once, in the order of the references.</summary>
    public async Task<IReadOnlyList<LineageStep>> OfAsync(IEnumerable<string> artifacts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        SortedDictionary<string, LineageStep> steps = new(StringComparer.Ordinal);
        HashSet<string> seen = [.. artifacts];
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? artifact))
        {
            IReadOnlyList<StoredResult> producers = await index.FindProducersAsync(artifact, cancellation).ConfigureAwait(false);
            if (producers.Count == 0)
            {
                continue;
            }

            StoredResult producer = producers[0];
            steps.Add(artifact, new LineageStep(artifact, producer.Function, producer.Version, producer.Key, producer.InputArtifacts));
            foreach (string input in producer.InputArtifacts.Where(seen.Add))
            {
                open.Enqueue(input);
            }
        }

        return [.. steps.Values];
    }
}
