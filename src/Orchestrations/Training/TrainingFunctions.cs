using Tapir.Functions;

namespace Tapir.Orchestrations.Training;

/// <summary>Training in slices: each call goes on from a checkpoint and ends in the next, so that a kill repeats at most one slice.</summary>
public static class TrainingFunctions
{
    /// <summary>How far a training has come already, in this run or in another, so that nobody needs the checkpoints on the way there. Never cached, because that
    /// changes; not recorded, because it makes nothing.</summary>
    public static readonly DurableFunction<RunTraining, ReachedTraining> Reach = new("training.reach", version: 1, CachePolicy.Never) { Recorded = false };

    public static readonly DurableFunction<RunSlice, TrainingSlice> RunSlice = new("training.run-slice", version: 2, CachePolicy.Forever)
    {
        Numeric = true,
        Device = slice => slice.Settings.Device ?? "",
    };

    /// <summary>Whether the device is there that the run's students are to be trained on: asked before anything is paid for. Never cached: a machine changes.</summary>
    public static readonly DurableFunction<FindDevice, FoundDevice> FindDevice = new("training.find-device", version: 1, CachePolicy.Never);

    /// <summary>Removes the checkpoints of slices that are done with. Never cached: its effect is that they are gone, and what is lost later may bring them back.</summary>
    public static readonly DurableFunction<ReleaseSlices, ReleasedSlices> ReleaseSlices = new("training.release-slices", version: 1, CachePolicy.Never);
}
