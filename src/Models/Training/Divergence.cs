using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Tapir.Models.Training;

/// <summary>What is said of a step at which a training diverged.</summary>
/// <param name="Fault">Where and how.</param>
internal sealed record Divergence(int Step, string Fault)
{
    // A batch has some tens of examples; an error stays readable, and the log has them all.
    private const int MostNamed = 10;

    public static Divergence At(int step, StepOutcome outcome, double rate) =>
        new(step, string.Create(CultureInfo.InvariantCulture, $"at step {step + 1}: loss {outcome.Loss:G6}, gradient norm {outcome.GradientNorm:G6}, learning rate {rate:G4}"));

    public static Divergence After(int step, StepOutcome outcome, double rate) => new(step, string.Create(
        CultureInfo.InvariantCulture,
        $"at step {step + 1}: loss {outcome.Loss:G6}, gradient norm {outcome.GradientNorm:G6}, learning rate {rate:G4}, and after it the weights are no finite numbers any more"));

    /// <summary>The same with the examples of the step's batch, all of which go to the log.</summary>
    public TrainingDivergedException In(PlannedStep planned, IReadOnlyList<EncodedExample> examples, TrainingObjective objective, ILogger log)
    {
        string[] batch = [.. planned.Rows.Select(row => examples[row.Example * objective.ExamplesPerRow].Id)];
        Log.TrainingDiverged(log, Step + 1, batch.Length, string.Join(", ", batch));
        string rest = batch.Length > MostNamed ? $" and {batch.Length - MostNamed} more" : "";
        return new TrainingDivergedException(
            $"Training diverged {Fault}; its batch has {batch.Length} examples: {string.Join(", ", batch.Take(MostNamed))}{rest}. Lower the learning rate, or look at those examples.");
    }
}
