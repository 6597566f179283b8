using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Training;

/// <summary>The slices of one training that the result index knows, from the first on without a gap. It knows them also when their checkpoints are gone.</summary>
internal sealed record SliceChain(IReadOnlyList<TrainingSlice> Slices)
{
    public static async Task<SliceChain> FollowAsync(FunctionContext context, RunTraining training)
    {
        List<TrainingSlice> slices = [];
        ArtifactRef? checkpoint = null;
        while (await context.FindAsync(TrainingFunctions.RunSlice, training.SliceFrom(checkpoint)) is { } slice)
        {
            slices.Add(slice);
            if (slice.Model is not null)
            {
                break;
            }

            checkpoint = slice.Checkpoint;
        }

        return new SliceChain(slices);
    }

    /// <summary>The furthest slice all of whose artifacts are there, with the losses of all slices up to it; null when there is none. They are claimed: whoever asks
    /// goes on from them.</summary>
    public async Task<TrainingSlice?> FurthestAsync(IArtifactStore artifacts, CancellationToken cancellation)
    {
        for (int last = Slices.Count - 1; last >= 0; last--)
        {
            TrainingSlice slice = Slices[last];
            if (await artifacts.ClaimAsync(slice.Checkpoint, cancellation) && (slice.Model is not { } model || await artifacts.ClaimAsync(model, cancellation)))
            {
                return slice with { Losses = [.. Slices.Take(last + 1).SelectMany(before => before.Losses)] };
            }
        }

        return null;
    }

    /// <summary>The step of the furthest slice whose checkpoint is among these; null when none is.</summary>
    public long? FurthestStepIn(IReadOnlySet<string> artifacts) => Slices.LastOrDefault(slice => artifacts.Contains(slice.Checkpoint.ToString()))?.Step;
}
