using Microsoft.Extensions.Logging;
using Tapir.Activities.Students;
using Tapir.Activities.Teaching;
using Tapir.Activities.Training.Isolation;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models.Training;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>Implements <see cref="TrainingFunctions"/>.</summary>
internal sealed class TrainingActivities(WorkRooms rooms, ComputeSlots slots)
{
    private readonly IArtifactStore artifacts = rooms.Artifacts;
    private readonly StudentTrainer trainer = new(rooms.Loggers.CreateLogger<StudentTrainer>());

    public void AddTo(FunctionCatalog catalog) => catalog
        .AddPausable(TrainingFunctions.Reach, ReachAsync)
        .AddPausable(TrainingFunctions.RunSlice, RunSliceAsync)
        .AddPausable(TrainingFunctions.FindDevice, TrainingDevices.FindAsync);

    private async Task<ReachedTraining> ReachAsync(FunctionContext context, RunTraining input)
    {
        SliceChain chain = await SliceChain.FollowAsync(context, input);
        return new ReachedTraining(await chain.FurthestAsync(artifacts, context.Cancellation));
    }

    // Asked for every slice: where it is computed may change while a run is under way.
    private Task<TrainingSlice> RunSliceAsync(FunctionContext context, RunSlice input) => rooms.SliceProcessOf(context.RunId) is { } process
        ? new IsolatedSlices(rooms, slots, process).RunAsync(context, input)
        : RunInProcessAsync(context, input);

    private Task<TrainingSlice> RunInProcessAsync(FunctionContext context, RunSlice input) => slots.HoldAsync(
        async () =>
        {
            using SliceComputation slice = await SliceComputation.OpenAsync(artifacts, input, context.Cancellation);
            SliceOutcome outcome = await ComputeSlots.OnAThreadAsync(
                () => slice.Run(trainer, progress => context.Report(progress.Step, progress.TotalSteps, "steps"), context.Cancellation), context.Cancellation);
            return outcome.StoredAs(
                await PutAsync(slice.WriteCheckpoint, context.Cancellation),
                outcome.IsFinished ? await PutAsync(slice.WriteModel, context.Cancellation) : null);
        },
        context);

    private Task<ArtifactRef> PutAsync(Action<Stream> write, CancellationToken cancellation) => artifacts.PutAsync(
        (stream, _) =>
        {
            write(stream);
            return Task.CompletedTask;
        },
        cancellation);
}
