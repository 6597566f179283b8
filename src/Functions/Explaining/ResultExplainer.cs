namespace Tapir.Functions;

/// <summary>Explains keys.</summary>
public sealed class ResultExplainer(IResultIndex index, IArtifactPresence artifacts)
{
    private const int MostNamed = 5;

    /// <summary>Explains the result with this key, or with the one key that begins so.</summary>
    /// <exception cref="UnknownKeyException">No key begins so, or several do.</exception>
    public async Task<ResultExplanation> ExplainAsync(string key, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        IReadOnlyList<StoredResult> found = await index.FindByPrefixAsync(key, MostNamed, cancellation).ConfigureAwait(false);
        StoredResult result = found.Count switch
        {
            0 => throw new UnknownKeyException($"No result has a key that begins with '{key}'."),
            1 => found[0],
            _ => throw new UnknownKeyException(
                $"'{key}' is the beginning of several keys: {string.Join(", ", found.Select(r => $"{r.Key[..16]} ({r.Function})"))}{(found.Count == MostNamed ? ", ..." : "")}. Give more digits."),
        };
        return new ResultExplanation(
            result,
            FunctionKey.DocumentOf(result),
            await ExplainAsync(result.InputArtifacts, cancellation).ConfigureAwait(false),
            await ExplainAsync(result.MadeArtifacts, cancellation).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<ExplainedArtifact>> ExplainAsync(IReadOnlyList<string> references, CancellationToken cancellation)
    {
        List<ExplainedArtifact> explained = [];
        foreach (string reference in references)
        {
            IReadOnlyList<StoredResult> producers = await index.FindProducersAsync(reference, cancellation).ConfigureAwait(false);
            StoredResult? producer = producers.Count > 0 ? producers[0] : null;
            bool stored = await artifacts.ExistsAsync(reference, cancellation).ConfigureAwait(false);
            explained.Add(new ExplainedArtifact(reference, stored, producer?.Function, producer?.Key));
        }

        return explained;
    }
}
