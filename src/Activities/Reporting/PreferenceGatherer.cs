using Tapir.Artifacts;
using Tapir.Curriculum.Evaluation;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Seeding;

namespace Tapir.Activities.Reporting;

/// <summary>What a preference tuning was made on and what came of it, from the log-probabilities that its functions measured.</summary>
internal sealed class PreferenceGatherer(IArtifactStore artifacts)
{
    /// <returns>Null for a run without one.</returns>
    public async Task<PreferenceReport?> GatherAsync(WriteReport input, CancellationToken cancellation)
    {
        if (input is not { Preference: { } outcome, Spec.Training.Preference: { } asked })
        {
            return null;
        }

        PreferenceReport report = new()
        {
            Round = outcome.Round,
            Beta = asked.Beta,
            Pairs = outcome.Pairs.Count,
            ByRound = [.. outcome.Pairs.ByRound.Select(round => new RoundPairs(round.Key, round.Value))],
            LeftOut = [.. outcome.Pairs.LeftOut.Select(reason => new ReasonCount(reason.Key, reason.Value))],
        };
        if (outcome.Tuned is not { } tuned)
        {
            return report;
        }

        IReadOnlyList<PairLogProbabilities> before = await artifacts.ReadShardsAsync<PairLogProbabilities>(tuned.Before, cancellation);
        IReadOnlyList<PairLogProbabilities> after = await artifacts.ReadShardsAsync<PairLogProbabilities>(tuned.After, cancellation);
        double[] chosen = [.. before.Zip(after, (was, pair) => asked.Beta * (pair.Chosen - was.Chosen))];
        double[] rejected = [.. before.Zip(after, (was, pair) => asked.Beta * (pair.Rejected - was.Rejected))];
        return report with
        {
            LikelierBefore = ShareOf(before, IsLikelier),
            LikelierAfter = ShareOf(after, IsLikelier),
            Rewarded = ShareOf(chosen.Zip(rejected), reward => reward.First > reward.Second),
            Margin = MarginOf(chosen, rejected),
            Tuned = await StudentAsync(outcome, tuned, input.Seed.Seed, cancellation),
        };
    }

    private async Task<RoundReport> StudentAsync(PreferenceOutcome outcome, TunedStudent tuned, SeedDataset seed, CancellationToken cancellation) => new()
    {
        Round = outcome.Round,
        IsTuned = true,
        Accuracy = seed.Verifiable || tuned.TutorTasks is not null
            ? new MacroAccuracy(tuned.Counted.Accuracy.Value, tuned.Counted.Accuracy.Low, tuned.Counted.Accuracy.High)
            : null,
        ByTask = RoundFigures.TasksOf(tuned.Counted),
        HeldOut = seed.Verifiable ? null : await new RowGatherer(artifacts).GatherAsync(tuned.Measurement, seed, cancellation),
        TrainedTokens = tuned.Trained.Tokens,
        TrainedExamples = outcome.Pairs.Count,
        Losses = RoundFigures.LossesOf(tuned.Trained.Losses),
    };

    // By token, else the shorter answer would nearly always be the likelier one.
    private static bool IsLikelier(PairLogProbabilities pair) => pair.Chosen / pair.ChosenTokens > pair.Rejected / pair.RejectedTokens;

    private static PreferredShare ShareOf<T>(IEnumerable<T> pairs, Func<T, bool> isPreferred)
    {
        T[] all = [.. pairs];
        int count = all.Count(isPreferred);
        Estimate share = WilsonInterval.Of(count, all.Length);
        return new PreferredShare(count, all.Length, share.Value, share.Low, share.High);
    }

    private static RewardMargin MarginOf(double[] chosen, double[] rejected)
    {
        if (chosen.Length < 2)
        {
            return new RewardMargin(chosen[0] - rejected[0], Low: null, High: null);
        }

        Estimate mean = PairedDifference.Of(chosen, rejected).Mean;
        return new RewardMargin(mean.Value, mean.Low, mean.High);
    }
}
