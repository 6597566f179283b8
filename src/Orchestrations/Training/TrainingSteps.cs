using Tapir.Artifacts;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Training;

/// <summary>A whole training run as a chain of slices.</summary>
internal static class TrainingSteps
{
    public static async Task<TrainedStudent> TrainAsync(
        this PausableCalls calls, StudentRef student, ArtifactRef examples, TrainingSpec settings, long tokens, int randomSeed)
    {
        List<LossPoint> losses = [];
        ArtifactRef? checkpoint = null;
        while (true)
        {
            TrainingSlice slice = await calls.CallAsync(
                TrainingFunctions.RunSlice, new RunSlice(student, examples, OptimizerSettings.Of(settings), tokens, randomSeed, checkpoint));
            losses.AddRange(slice.Losses);
            checkpoint = slice.Checkpoint;
            if (slice.Model is { } model)
            {
                return new TrainedStudent(student with { Model = model }, slice.Tokens, slice.Steps, slice.LeftOut, losses);
            }
        }
    }
}
