using Microsoft.Extensions.Logging;
using Tapir.Activities.Scratch;
using Tapir.Activities.Students;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models.Training;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training.Isolation;

/// <summary>Computes slices in processes of their own. One that dies without a word is tried again, from the same checkpoint and so to the same bytes; one that dies again and
/// again pauses the run, since only a person can help.</summary>
internal sealed class IsolatedSlices(WorkRooms rooms, ComputeSlots slots, ISliceProcess process)
{
    private const int MostAttempts = 3;

    // What took the memory may be gone by then; and a worker that is being stopped together with its children is told so meanwhile.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly ILogger log = rooms.Loggers.CreateLogger<StudentTrainer>();

    public async Task<TrainingSlice> RunAsync(FunctionContext context, RunSlice input)
    {
        using ScratchFolder scratch = rooms.Scratch.Create();
        SliceFolder files = new(scratch.Path);
        await files.FillAsync(rooms.Artifacts, input, context.Cancellation);
        SliceOutcome outcome = await slots.HoldAsync(() => ComputeAsync(context, scratch.Path), context);
        return outcome.StoredAs(
            await rooms.Artifacts.PutFileAsync(files.NewCheckpoint, context.Cancellation),
            outcome.IsFinished ? await rooms.Artifacts.PutFileAsync(files.NewModel, context.Cancellation) : null);
    }

    private async Task<SliceOutcome> ComputeAsync(FunctionContext context, string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            SliceListener listener = new(context, log);
            SliceProcessEnd end = await process.RunAsync(folder, listener.Hear, context.Cancellation);
            switch (listener.Last)
            {
                case SliceMessage.Done done:
                    return done.Outcome;
                case SliceMessage.Failed failed:
                    throw failed.ToException();
            }

            log.SliceProcessDied(attempt, MostAttempts, end.Reason, listener.Place, end.LastWords);
            if (attempt == MostAttempts)
            {
                throw new PauseRequestedException(
                    $"The process of a training slice has ended {attempt} times, {listener.Place}, the last time by {end.Reason}. Nothing before it is lost. Where memory is short, free some or "
                    + "lower training.batchTokens in another run; then run the same command again, and it is tried anew.");
            }

            await Task.Delay(Rest * attempt, rooms.Clock, context.Cancellation);
        }
    }
}
