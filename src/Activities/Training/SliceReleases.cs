using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>Removes the checkpoints of slices that are done with, but for those that other runs count on.</summary>
internal sealed class SliceReleases(ActivityRooms rooms)
{
    // No reason to wait for a person: what cannot be removed stays.
    public void AddTo(FunctionCatalog catalog) => catalog.Add(TrainingFunctions.ReleaseSlices, ReleaseAsync);

    private async Task<ReleasedSlices> ReleaseAsync(FunctionContext context, ReleaseSlices input)
    {
        SliceChain chain = await SliceChain.FollowAsync(context, input.Training);
        // Looked at before it is asked who needs them: one that is claimed or put again after that stays.
        List<(TrainingSlice Slice, StoredArtifact Stored)> done = [];
        foreach (TrainingSlice slice in chain.Slices.Where(slice => slice.Step <= input.UpToStep))
        {
            if (await rooms.Artifacts.FindAsync(slice.Checkpoint, context.Cancellation) is { } stored)
            {
                done.Add((slice, stored));
            }
        }

        using CheckpointRelease? release = await rooms.BeginRelease(context.Cancellation);
        if (release is null)
        {
            // The next release of this training, or `tapir gc`, sees to them.
            return new ReleasedSlices(0, 0, done.Count);
        }

        // A run that is not over goes on from the furthest slice that it knows of, and finds those after it in the cache: without them it would train again.
        long needed = (await rooms.OtherRuns(context.RunId, context.Cancellation)).Select(chain.FurthestStepIn).Min() ?? long.MaxValue;
        int count = 0;
        long bytes = 0;
        foreach ((TrainingSlice slice, StoredArtifact stored) in done)
        {
            if (slice.Step < needed && !release.NeededElsewhere.Contains(slice.Checkpoint) && await rooms.Artifacts.DeleteAsync(stored, context.Cancellation))
            {
                count++;
                bytes += stored.Length;
            }
        }

        return new ReleasedSlices(count, bytes, done.Count - count);
    }
}
