using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Activities.Reporting;

/// <summary>What made the artifacts that matter, and from what, as the result index knows it.</summary>
internal sealed class LineageGatherer(IResultIndex results)
{
    public async Task<IReadOnlyList<LineageEntry>> GatherAsync(WriteReport input, CancellationToken cancellation)
    {
        List<(string What, int? Round, ArtifactRef Artifact)> kept = [("seed pool", null, input.Seed.Seed.Pool), .. input.Seed.Seed.HeldOut.Select(shard => ("held-out set", (int?)null, shard))];
        foreach (RoundOutcome round in input.Rounds)
        {
            if (round.Curriculum is { } curriculum)
            {
                kept.AddRange(curriculum.Scores.Select(shard => ("judgements", (int?)round.Round, shard)));
                kept.Add(("plan", round.Round, curriculum.Plan));
                kept.Add(("training set", round.Round, round.TrainingSet));
                kept.Add(("pool", round.Round, round.Pool));
            }

            kept.Add(("student", round.Round, round.Trained.Student.Model));
            kept.Add(("measurement", round.Round, round.Measurement.Grades));
        }

        List<LineageEntry> entries = [];
        foreach ((string what, int? round, ArtifactRef artifact) in kept)
        {
            // Without the index (it may be deleted at any time) the maker is unknown, and said to be.
            IReadOnlyList<StoredResult> makers = await results.FindProducersAsync(artifact.ToString(), cancellation);
            StoredResult? maker = makers.Count > 0 ? makers[0] : null;
            entries.Add(new LineageEntry(
                artifact.Digest, what, round, maker is null ? "unknown" : $"{maker.Function}@{maker.Version}", maker?.InputArtifacts ?? []));
        }

        return [.. entries.DistinctBy(entry => (entry.Digest, entry.What))];
    }
}
