using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Labeling;

/// <summary>Multinomial logistic regression over hashed words: learns task labels from some hundreds of labelled instructions and says how sure it
/// is. Deterministic: the same texts, labels and seed make the same classifier.</summary>
public sealed class TaskClassifier
{
    private const int Epochs = 30;
    private const double FirstRate = 2.0;

    private readonly TaskLabel[] labels;
    private readonly float[] weights;
    private readonly double[] biases;

    private TaskClassifier(TaskLabel[] labels)
    {
        this.labels = labels;
        weights = new float[TextFeatures.Size * labels.Length];
        biases = new double[labels.Length];
    }

    /// <exception cref="ArgumentException">There is nothing to learn from.</exception>
    public static TaskClassifier Train(IReadOnlyList<(string Instruction, TaskLabel Label)> labelled, ulong seed)
    {
        if (labelled.Count == 0)
        {
            throw new ArgumentException("The classifier needs at least one labelled instruction.", nameof(labelled));
        }

        TaskLabel[] labels = [.. labelled.Select(pair => pair.Label).Distinct().Order()];
        TaskClassifier classifier = new(labels);
        (TextFeatures Features, int Label)[] samples = [.. labelled
            .OrderBy(pair => StableHash.Of(pair.Instruction, seed))
            .ThenBy(pair => pair.Instruction, StringComparer.Ordinal)
            .Select(pair => (TextFeatures.Of(pair.Instruction), Array.IndexOf(labels, pair.Label)))];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            double rate = FirstRate / (1 + epoch);
            foreach ((TextFeatures features, int label) in samples)
            {
                classifier.Step(features, label, rate);
            }
        }

        return classifier;
    }

    /// <summary>The likeliest label, and its probability as the classifier sees it.</summary>
    public (TaskLabel Label, double Confidence) Classify(string instruction)
    {
        double[] probabilities = Probabilities(TextFeatures.Of(instruction));
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return (labels[best], probabilities[best]);
    }

    private void Step(TextFeatures features, int label, double rate)
    {
        double[] probabilities = Probabilities(features);
        for (int l = 0; l < labels.Length; l++)
        {
            double step = rate * ((l == label ? 1 : 0) - probabilities[l]);
            biases[l] += step * 0.1;
            for (int i = 0; i < features.Places.Length; i++)
            {
                weights[(features.Places[i] * labels.Length) + l] += (float)(step * features.Values[i]);
            }
        }
    }

    private double[] Probabilities(TextFeatures features)
    {
        double[] scores = [.. biases];
        for (int i = 0; i < features.Places.Length; i++)
        {
            int row = features.Places[i] * labels.Length;
            for (int l = 0; l < scores.Length; l++)
            {
                scores[l] += weights[row + l] * features.Values[i];
            }
        }

        double highest = scores.Max();
        double sum = 0;
        for (int l = 0; l < scores.Length; l++)
        {
            scores[l] = Math.Exp(scores[l] - highest);
            sum += scores[l];
        }

        for (int l = 0; l < scores.Length; l++)
        {
            scores[l] /= sum;
        }

        return scores;
    }
}
