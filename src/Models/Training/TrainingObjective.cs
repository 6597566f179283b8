namespace Tapir.Models.Training;

/// <summary>What a training makes smaller: <see cref="Likelihood"/>, the mean cross-entropy of the response tokens, or a <see cref="DirectPreference"/> loss over pairs.</summary>
public abstract record TrainingObjective
{
    /// <value>So many nats a token above where a training starts, its loss has exploded.</value>
    protected const double ExplosionNats = 10;

    /// <summary>Mean cross-entropy per response token; examples count by their weight.</summary>
    public static TrainingObjective Likelihood { get; } = new Imitation();

    /// <summary>How many examples, one after the other, are one row of a batch.</summary>
    internal virtual int ExamplesPerRow => 1;

    /// <exception cref="ArgumentException">The examples cannot be trained on with this objective; the message says why.</exception>
    internal virtual void Check(IReadOnlyList<EncodedExample> examples, TrainingOptions options)
    {
    }

    /// <summary>What no step's loss comes to unless the training diverges: far above guessing (log of the vocabulary), which is where every training starts.</summary>
    internal virtual double HighestLoss(IReadOnlyList<EncodedExample> examples, int vocabulary) => Math.Log(vocabulary) + ExplosionNats;

    /// <summary>Tokens of each row.</summary>
    internal IReadOnlyList<int> Lengths(IReadOnlyList<EncodedExample> examples) =>
        [.. examples.Chunk(ExamplesPerRow).Select(row => row.Sum(example => example.Tokens.Length))];

    private sealed record Imitation : TrainingObjective;
}
