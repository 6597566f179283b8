using Microsoft.Extensions.Logging;
using Tapir.Activities.Students;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models;
using Tapir.Models.Network;
using Tapir.Models.Training;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>Implements <see cref="TrainingFunctions"/>.</summary>
internal sealed class TrainingActivities(ActivityRooms rooms, ComputeSlots slots)
{
    // Points of the loss curve that one slice adds: enough to draw, few enough for the history.
    private const int PointsPerSlice = 5;

    private readonly IArtifactStore artifacts = rooms.Artifacts;
    private readonly StudentTrainer trainer = new(rooms.Loggers.CreateLogger<StudentTrainer>());

    public void AddTo(FunctionCatalog catalog) => catalog
        .AddPausable(TrainingFunctions.Reach, ReachAsync)
        .AddPausable(TrainingFunctions.RunSlice, RunSliceAsync)
        // No reason to wait for a person: what cannot be removed stays.
        .Add(TrainingFunctions.ReleaseSlices, new SliceReleases(rooms).ReleaseAsync);

    private async Task<ReachedTraining> ReachAsync(FunctionContext context, RunTraining input)
    {
        SliceChain chain = await SliceChain.FollowAsync(context, input);
        return new ReachedTraining(await chain.FurthestAsync(artifacts, context.Cancellation));
    }

    private async Task<TrainingSlice> RunSliceAsync(FunctionContext context, RunSlice input)
    {
        // Before anything that takes time: it may be lost, and made again by a long chain of slices, each of which comes by here.
        await using Stream? reached = input.Checkpoint is { } checkpointed ? await artifacts.OpenAsync(checkpointed, context.Cancellation) : null;
        using Student student = await artifacts.ReadStudentAsync(input.Student.Model, context.Cancellation);
        using TrainingState? resumed = reached is null ? null : Resume(reached, input, student);
        SliceData data = await SliceData.ReadAsync(artifacts, student, input, context.Cancellation);
        using TrainingState? begun = resumed is null ? TrainingState.Begin(student.Weights, data.Examples, data.Options) : null;
        TrainingState state = resumed ?? begun!;
        LossCurve curve = new();
        SliceResult result = await slots.RunAsync(
            () => trainer.RunSlice(state, data.Examples, data.Options, input.Settings.SliceSteps, new CallProgressOf<TrainingProgress>(progress =>
            {
                context.Report(progress.Step, progress.TotalSteps, "steps");
                curve.Add(progress.Tokens, progress.Loss);
            }), context.Cancellation),
            context.Cancellation);
        ArtifactRef checkpoint = await artifacts.PutAsync(
            (stream, _) =>
            {
                state.Write(stream);
                return Task.CompletedTask;
            },
            context.Cancellation);
        ArtifactRef? model = result.IsFinished ? await PutTrainedAsync(student, state, context.Cancellation) : null;
        return new TrainingSlice(
            checkpoint, model, data.LeftOut, state.Cursor.Epoch, result.Step, result.TotalSteps, result.Tokens, curve.Points(PointsPerSlice))
        {
            Cut = data.Cut > 0 ? data.Cut : null,
        };
    }

    private static TrainingState Resume(Stream checkpoint, RunSlice input, Student student) => input.Settings.Adapter is null
        ? TrainingState.Read(checkpoint, input.Checkpoint.ToString()!)
        : TrainingState.ReadAdapter(checkpoint, input.Checkpoint.ToString()!, student.Weights);

    // An adapter becomes part of the weights: the next round, and whoever uses the student, knows nothing of it.
    private async Task<ArtifactRef> PutTrainedAsync(Student student, TrainingState state, CancellationToken cancellation)
    {
        using StudentWeights? merged = state.IsAdapter ? state.Merged() : null;
        return await artifacts.PutStudentAsync(new Student(student.Language, merged ?? state.Weights), cancellation);
    }
}
