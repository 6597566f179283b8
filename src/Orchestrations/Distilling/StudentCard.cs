using System.Globalization;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Distilling;

/// <summary>What a model card says of a run's student: what it was begun with, what it was trained on, and what it can do.</summary>
public static class StudentCard
{
    /// <param name="rounds">S_0 and the rounds that the student has behind it.</param>
    /// <param name="preference">Null where it was not tuned by preference.</param>
    public static IReadOnlyList<CardFact> Of(RunSpec spec, SeedDataset seed, IReadOnlyList<RoundOutcome> rounds, PreferenceOutcome? preference)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(rounds);
        List<CardFact> facts =
        [
            new("Planner", spec.Curriculum.Planner),
            new("Random seed", spec.RandomSeed.ToString(CultureInfo.InvariantCulture)),
            new("Seed examples", seed.PoolCount.ToString(CultureInfo.InvariantCulture)),
            new("Held-out tasks", seed.HeldOutCount.ToString(CultureInfo.InvariantCulture)),
        ];
        if (rounds[0].BegunWith is { } begun)
        {
            facts.Insert(0, new CardFact("Begun with", $"{ModelName.Of(spec.Student.Model!)} ({begun.Family})"));
        }

        foreach (RoundOutcome round in rounds)
        {
            AccuracyInterval accuracy = round.Counted.Accuracy;
            facts.Add(new CardFact(
                $"S_{round.Round}",
                string.Create(CultureInfo.InvariantCulture, $"{accuracy.Value:P1} exact on held-out tasks (95 % interval {accuracy.Low:P1} to {accuracy.High:P1}), trained on {round.Trained.Tokens} tokens, training set {round.TrainingSet}")));
        }

        if (preference is { Tuned: { } tuned })
        {
            AccuracyInterval accuracy = tuned.Counted.Accuracy;
            facts.Add(new CardFact(
                preference.Name,
                string.Create(CultureInfo.InvariantCulture, $"{accuracy.Value:P1} exact on held-out tasks (95 % interval {accuracy.Low:P1} to {accuracy.High:P1}), tuned by DPO on {preference.Pairs.Count} pairs {preference.Pairs.Pairs}")));
        }

        return facts;
    }
}
