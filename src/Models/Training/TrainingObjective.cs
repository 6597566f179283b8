namespace Tapir.Models.Training;

/// <summary>What a training makes smaller: <see cref="Likelihood"/>, the mean cross-entropy of the response tokens, or a <see cref="DirectPreference"/> loss over pairs.</summary>
public abstract record TrainingObjective
{
    /// <summary>Mean cross-entropy per response token; examples count by their weight.</summary>
    public static TrainingObjective Likelihood { get; } = new Imitation();

    /// <summary>How many examples, one after the other, are one row of a batch.</summary>
    internal virtual int ExamplesPerRow => 1;

    /// <exception cref="ArgumentException">The examples cannot be trained on with this objective; the message says why.</exception>
    internal virtual void Check(IReadOnlyList<EncodedExample> examples, TrainingOptions options)
    {
    }

    /// <summary>Tokens of each row.</summary>
    internal IReadOnlyList<int> Lengths(IReadOnlyList<EncodedExample> examples) =>
        [.. examples.Chunk(ExamplesPerRow).Select(row => row.Sum(example => example.Tokens.Length))];

    private sealed record Imitation : TrainingObjective;
}
