using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Training;

/// <summary>What of a <see cref="TrainingSpec"/> one training run depends on. The tokens of S_0 and of a round are no part of it: S_0 is found again by a run
/// that differs in its rounds alone.</summary>
/// <param name="SliceSteps">Optimizer steps of one slice.</param>
public sealed record OptimizerSettings(
    int Epochs, int BatchTokens, double LearningRate, double WeightDecay, double WarmUp, double ClipNorm, int SliceSteps)
{
    /// <value>The adapter that is trained instead of all weights; null for all weights.</value>
    public AdapterSpec? Adapter { get; init; }

    /// <value>False for a model that exists: weight decay would wear off the rows of tokens that the examples do not have. Null for a student that is born in the run.</value>
    public bool? DecaysVocabulary { get; init; }

    /// <value>Whether an instruction that is too long loses its end; null where its example is left out.</value>
    public bool? CutsLongInstructions { get; init; }

    /// <value>The device it is computed on; null for the processor.</value>
    public string? Device { get; init; }

    /// <value>In what matrix products are computed; null for float32.</value>
    public TrainingPrecision? Precision { get; init; }

    public static OptimizerSettings Of(TrainingSpec training, StudentSpec student)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(student);
        return new OptimizerSettings(
            training.Epochs, training.BatchTokens, training.LearningRate, training.WeightDecay, training.WarmUp, training.ClipNorm, training.SliceSteps)
        {
            Adapter = student.Adapter,
            DecaysVocabulary = student.Model is null ? null : false,
            CutsLongInstructions = student.CutsLongInstructions,
            Device = training.Device,
            Precision = training.Precision == TrainingPrecision.Float32 ? null : training.Precision,
        };
    }

    /// <summary>Those of a preference tuning: a rate and epochs of its own, all else as in the trainings before it.</summary>
    public static OptimizerSettings Of(TrainingSpec training, StudentSpec student, PreferenceSpec preference)
    {
        ArgumentNullException.ThrowIfNull(preference);
        // The student can answer already, and is only to be moved a little: at a tenth the quickstart's student forgets a fifth of what it knew.
        const double UsualShare = 0.01;
        return Of(training, student) with { Epochs = preference.Epochs, LearningRate = preference.LearningRate ?? training.LearningRate * UsualShare };
    }
}
