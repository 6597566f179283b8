using Tapir.Artifacts;
using Tapir.Curriculum.Preference;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Training;
using Tapir.Orchestrations.Preference;

namespace Tapir.Activities.Preference;

/// <summary>Pairs, each with its log-probabilities under the student that is the reference.</summary>
internal sealed record ReferencedPairs(IReadOnlyList<PreferencePair> Pairs, IReadOnlyList<double> LogProbabilities)
{
    /// <exception cref="InvalidDataException">The log-probabilities are of other pairs.</exception>
    public static async Task<ReferencedPairs> ReadAsync(IArtifactStore artifacts, ArtifactRef pairs, IReadOnlyList<ArtifactRef> reference, CancellationToken cancellation)
    {
        IReadOnlyList<PreferencePair> read = await artifacts.ReadAllLinesAsync<PreferencePair>(pairs, cancellation);
        IReadOnlyList<PairLogProbabilities> measured = await artifacts.ReadShardsAsync<PairLogProbabilities>(reference, cancellation);
        if (!read.Select(pair => pair.Id).SequenceEqual(measured.Select(pair => pair.Id), StringComparer.Ordinal))
        {
            throw new InvalidDataException($"The {measured.Count} reference log-probabilities are not those of the {read.Count} pairs in {pairs}.");
        }

        return new ReferencedPairs(read, [.. measured.SelectMany(pair => new[] { pair.Chosen, pair.Rejected })]);
    }

    /// <summary>Two examples for each pair, the chosen answer first.</summary>
    public IReadOnlyList<EncodedExample> Encoded(IChatFormat chat) => [.. Pairs.SelectMany(pair => EncodedPair.Of(chat, pair).Examples)];
}
