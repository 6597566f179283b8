using Tapir.Artifacts;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Training;

/// <summary>One slice of a <see cref="RunTraining"/>.</summary>
/// <param name="Student">The student that the round starts from.</param>
/// <param name="Examples">Training set as JSON lines.</param>
/// <param name="Tokens">Tokens (prompt and answer) of the whole training run.</param>
/// <param name="Checkpoint">Where the last slice ended; null for the first.</param>
public sealed record RunSlice(StudentRef Student, ArtifactRef Examples, OptimizerSettings Settings, long Tokens, int RandomSeed, ArtifactRef? Checkpoint)
{
    /// <value>The examples are pairs, and this is what is made of them; null for a training on answers alone.</value>
    public PreferenceObjective? Preference { get; init; }
}

/// <param name="Checkpoint">Weights, moments, random state and cursor.</param>
/// <param name="Model">The trained student, when this was the last slice.</param>
/// <param name="LeftOut">Examples that do not fit the student's context and were left out.</param>
/// <param name="Epoch">0-based epoch of the last step.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Steps">Steps of the whole training run.</param>
/// <param name="Tokens">Tokens trained on so far.</param>
public sealed record TrainingSlice(
    ArtifactRef Checkpoint, ArtifactRef? Model, int LeftOut, int Epoch, long Step, long Steps, long Tokens, IReadOnlyList<LossPoint> Losses)
{
    /// <value>Examples whose instruction lost its end, so that they fit; null for none.</value>
    public int? Cut { get; init; }
}

/// <param name="Tokens">Tokens trained on so far.</param>
/// <param name="Loss">Mean loss over the steps since the last point, in nats per response token; per pair in a preference tuning.</param>
public sealed record LossPoint(long Tokens, double Loss);
