using Tapir.Artifacts;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Training;

/// <summary>A whole training run: all that its slices depend on.</summary>
/// <param name="Student">The student that the round starts from. A round is a new training run: moments and schedule start afresh.</param>
/// <param name="Examples">Training set as JSON lines.</param>
/// <param name="Tokens">Tokens (prompt and answer) of the whole training run.</param>
public sealed record RunTraining(StudentRef Student, ArtifactRef Examples, OptimizerSettings Settings, long Tokens, int RandomSeed)
{
    /// <value>What the examples are preferred to; null for a training on answers alone.</value>
    public PreferenceObjective? Preference { get; init; }

    /// <summary>The slice that goes on from a checkpoint; from the beginning where there is none.</summary>
    public RunSlice SliceFrom(ArtifactRef? checkpoint) => new(Student, Examples, Settings, Tokens, RandomSeed, checkpoint) { Preference = Preference };
}

/// <param name="Slice">The furthest slice whose artifacts are there, with the losses of all slices up to it; null when the training has to begin.</param>
public sealed record ReachedTraining(TrainingSlice? Slice);
