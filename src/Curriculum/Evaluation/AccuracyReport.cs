using Tapir.Curriculum.Randomness;

namespace Tapir.Curriculum.Evaluation;

/// <summary>How well a student does on held-out tasks.</summary>
/// <param name="Labels">Per label, in the order of the labels' names.</param>
/// <param name="Macro">The mean over labels of their accuracies, 0 to 1, with a 95 % bootstrap interval: the headline.</param>
/// <param name="Correct">Right answers in all.</param>
/// <param name="Total">Tasks in all.</param>
public sealed record AccuracyReport(IReadOnlyList<LabelAccuracy> Labels, Estimate Macro, int Correct, int Total)
{
    /// <summary>Resamples behind the interval.</summary>
    public const int Resamples = 2000;

    /// <summary>The same outcomes and seed give the same report, whatever their order. The bootstrap resamples within each label, since the
    /// held-out set has a fixed number per label.</summary>
    /// <exception cref="ArgumentException">There are no outcomes, or two for one task.</exception>
    public static AccuracyReport Of(IReadOnlyCollection<Outcome> outcomes, long seed)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        if (outcomes.Count == 0)
        {
            throw new ArgumentException("There are no outcomes to measure an accuracy from.", nameof(outcomes));
        }

        if (outcomes.CountBy(outcome => outcome.Id).FirstOrDefault(id => id.Value > 1) is { Key: { } repeated })
        {
            throw new ArgumentException($"The held-out task {repeated} has more than one outcome.", nameof(outcomes));
        }

        LabelAccuracy[] labels =
        [
            .. outcomes.GroupBy(outcome => outcome.Cell.Task).OrderBy(group => group.Key).Select(group =>
            {
                int correct = group.Count(outcome => outcome.Correct);
                return new LabelAccuracy(group.Key, correct, group.Count(), WilsonInterval.Of(correct, group.Count()));
            }),
        ];
        double macro = labels.Average(label => label.Accuracy.Value);
        (double low, double high) = Bootstrap(labels, seed);
        return new AccuracyReport(
            labels,
            new Estimate(macro, Math.Min(low, macro), Math.Max(high, macro)),
            labels.Sum(label => label.Correct),
            labels.Sum(label => label.Total));
    }

    private static (double Low, double High) Bootstrap(LabelAccuracy[] labels, long seed)
    {
        SeededRandom random = new(seed, "bootstrap of the macro average");
        double[] means = new double[Resamples];
        for (int resample = 0; resample < means.Length; resample++)
        {
            double sum = 0;
            foreach (LabelAccuracy label in labels)
            {
                int correct = 0;
                for (int draw = 0; draw < label.Total; draw++)
                {
                    correct += random.NextInt32(label.Total) < label.Correct ? 1 : 0;
                }

                sum += (double)correct / label.Total;
            }

            means[resample] = sum / labels.Length;
        }

        Array.Sort(means);
        int tail = (int)Math.Round(Resamples * 0.025);
        return (means[tail], means[^(tail + 1)]);
    }
}
