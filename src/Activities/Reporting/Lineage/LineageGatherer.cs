using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Reporting;

namespace Tapir.Activities.Reporting;

/// <summary>Walks back from the artifacts that matter in a run to what they were made from.</summary>
internal sealed class LineageGatherer(IResultIndex results)
{
    /// <param name="before">What the run's last manifest knew: the index may have been deleted since.</param>
    public async Task<RunLineage> GatherAsync(WriteReport input, IEnumerable<ManifestEntry> before, CancellationToken cancellation)
    {
        IReadOnlyList<NamedArtifact> named = NamedIn(input);
        IReadOnlyList<LineageStep> steps = await new ArtifactLineage(results).OfAsync(
            named.Select(artifact => artifact.Artifact.ToString()), before.SelectMany(StepOf), cancellation);
        return new RunLineage(named, steps.ToDictionary(step => step.Artifact));
    }

    private static List<NamedArtifact> NamedIn(WriteReport input)
    {
        List<NamedArtifact> named = [new("seed pool", null, input.Seed.Seed.Pool), .. input.Seed.Seed.HeldOut.Select(shard => new NamedArtifact("held-out set", null, shard))];
        foreach (RoundOutcome round in input.Rounds)
        {
            if (round.Curriculum is { } curriculum)
            {
                named.AddRange(curriculum.Scores.Select(shard => new NamedArtifact("judgements", round.Round, shard)));
                named.Add(new NamedArtifact("plan", round.Round, curriculum.Plan));
                named.Add(new NamedArtifact("training set", round.Round, round.TrainingSet));
                named.Add(new NamedArtifact("pool", round.Round, round.Pool));
            }

            named.Add(new NamedArtifact("student", round.Round, round.Trained.Student.Model));
            named.Add(new NamedArtifact("measurement", round.Round, round.Measurement.Grades));
        }

        if (input.Preference is { } preference)
        {
            named.Add(new NamedArtifact("preference pairs", preference.Round, preference.Pairs.Pairs));
        }

        if (input.Preference is { Tuned: { } tuned })
        {
            named.AddRange(tuned.Before.Select(shard => new NamedArtifact("reference", input.Preference.Round, shard)));
            named.Add(new NamedArtifact("tuned student", input.Preference.Round, tuned.Trained.Student.Model));
            named.AddRange(tuned.After.Select(shard => new NamedArtifact("after tuning", input.Preference.Round, shard)));
            named.Add(new NamedArtifact("tuned measurement", input.Preference.Round, tuned.Measurement.Grades));
        }

        named.AddRange(ReviewGatherer.AllOf(input).Select(review =>
            new NamedArtifact($"{review.Decision.Point.ToString().ToLowerInvariant()} review", review.Decision.Round, review.Record)));
        return named;
    }

    private static IEnumerable<LineageStep> StepOf(ManifestEntry entry) => entry.MadeBy is { } call
        ? [new LineageStep(entry.Artifact.ToString(), call.Function, call.Version, call.Key, [.. call.Inputs.Select(input => input.ToString())])]
        : [];
}
