using Tapir.Artifacts;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Training;

/// <summary>A whole training run as a chain of slices. The checkpoints of an epoch go when it is done; the last one stays.</summary>
internal static class TrainingSteps
{
    public static Task<TrainedStudent> TrainAsync(this PausableCalls calls, RunSpec spec, StudentRef student, ArtifactRef examples, long tokens, int randomSeed) =>
        calls.TrainAsync(new RunTraining(student, examples, OptimizerSettings.Of(spec.Training, spec.Student), tokens, randomSeed));

    public static async Task<TrainedStudent> TrainAsync(this PausableCalls calls, RunTraining training)
    {
        TrainingSlice? reached = (await calls.CallAsync(TrainingFunctions.Reach, training)).Slice;
        List<LossPoint> losses = [.. reached?.Losses ?? []];
        while (true)
        {
            if (reached?.Model is { } model)
            {
                await ReleaseAsync(calls, new ReleaseSlices(training, reached.Step - 1));
                return new TrainedStudent(training.Student with { Model = model }, reached.Tokens, reached.Steps, reached.LeftOut, losses, reached.Checkpoint) { Cut = reached.Cut };
            }

            TrainingSlice next = await calls.CallAsync(TrainingFunctions.RunSlice, training.SliceFrom(reached?.Checkpoint));
            losses.AddRange(next.Losses);
            if (next.Model is null && reached?.Epoch < next.Epoch)
            {
                await ReleaseAsync(calls, new ReleaseSlices(training, reached.Step));
            }

            reached = next;
        }
    }

    private static async Task ReleaseAsync(PausableCalls calls, ReleaseSlices done)
    {
        try
        {
            await calls.CallAsync(TrainingFunctions.ReleaseSlices, done);
        }
        catch (TaskFailedException)
        {
            // Days of training do not end because a file could not be removed. The failed call is in the log, and `tapir gc` removes what stayed.
        }
    }
}
