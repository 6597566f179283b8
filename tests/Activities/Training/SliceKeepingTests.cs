using Tapir.Activities.Training;
using Tapir.Artifacts;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Training;

/// <summary>Which checkpoints of a real training stay, and what is done where they are gone.</summary>
[TestClass]
public sealed class SliceKeepingTests
{
    private const string Run = "run-1";

    [TestMethod]
    public async Task RunSlice_SeveralEpochs_SaysInWhichOneItEnded()
    {
        await using ActivityHouse house = new();

        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, await TrainingAsync(house));

        int[] epochs = [.. slices.Select(slice => slice.Epoch)];
        Assert.AreEqual(0, epochs[0]);
        Assert.IsGreaterThan(0, epochs[^1]);
        Assert.AreSequenceEqual(epochs.Order().ToArray(), epochs);
    }

    [TestMethod]
    public async Task Reach_NothingTrained_IsNothing()
    {
        await using ActivityHouse house = new();

        Assert.IsNull((await house.Runner.RunAsync(TrainingFunctions.Reach, await TrainingAsync(house), Run)).Slice);
    }

    [TestMethod]
    public async Task Reach_SomeSlices_IsTheLastOfThemWithAllLosses()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, training, most: 3);
        await LoseAsync(house, slices[0]);
        await LoseAsync(house, slices[1]);

        TrainingSlice reached = (await house.Runner.RunAsync(TrainingFunctions.Reach, training, "run-2")).Slice!;

        Assert.AreEqual(slices[2].Checkpoint, reached.Checkpoint);
        Assert.AreEqual(slices[2].Step, reached.Step);
        Assert.AreSequenceEqual(slices.SelectMany(slice => slice.Losses).ToArray(), reached.Losses.ToArray());
    }

    [TestMethod]
    public async Task Reach_LastCheckpointLost_IsTheOneBefore()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, training, most: 3);
        await LoseAsync(house, slices[2]);

        Assert.AreEqual(slices[1].Checkpoint, (await house.Runner.RunAsync(TrainingFunctions.Reach, training, Run)).Slice!.Checkpoint);
    }

    [TestMethod]
    public async Task Reach_OtherTraining_DoesNotCount()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);
        await TrainAsync(house, training, most: 1);

        Assert.IsNull((await house.Runner.RunAsync(TrainingFunctions.Reach, training with { RandomSeed = 1 }, Run)).Slice);
    }

    [TestMethod]
    public async Task ReleaseSlices_ABackupIsBeingTaken_RemovesNothingUntilItIsDone()
    {
        bool isBackingUp = true;
        await using ActivityHouse house = new(rooms => rooms with
        {
            BeginRelease = _ => Task.FromResult(isBackingUp ? null : new CheckpointRelease(new HashSet<ArtifactRef>(), () => { })),
        });
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, training, most: 3);

        ReleasedSlices refused = await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[1].Step), Run);
        bool stayed = await house.Artifacts.ExistsAsync(slices[0].Checkpoint);
        isBackingUp = false;
        ReleasedSlices released = await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[1].Step), Run);

        Assert.AreEqual((0, 2), (refused.Count, refused.Kept));
        Assert.IsTrue(stayed);
        Assert.AreEqual(2, released.Count);
    }

    [TestMethod]
    public async Task ReleaseSlices_NeededByABackupInTheSameStore_KeepsThatOne()
    {
        HashSet<ArtifactRef> needed = [];
        bool isOver = false;
        await using ActivityHouse house = new(rooms => rooms with { BeginRelease = _ => Task.FromResult<CheckpointRelease?>(new CheckpointRelease(needed, () => isOver = true)) });
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, training, most: 3);
        needed.Add(slices[0].Checkpoint);

        await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[1].Step), Run);

        Assert.IsTrue(await house.Artifacts.ExistsAsync(slices[0].Checkpoint));
        Assert.IsFalse(await house.Artifacts.ExistsAsync(slices[1].Checkpoint));
        Assert.IsTrue(isOver);
    }

    [TestMethod]
    public async Task ReleaseSlices_UpToAStep_RemovesThoseAndNoOther()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, training, most: 4);
        long bytes = await house.Artifacts.LengthAsync(slices[0].Checkpoint) + await house.Artifacts.LengthAsync(slices[1].Checkpoint);

        ReleasedSlices released = await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[1].Step), Run);
        ReleasedSlices again = await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[1].Step), Run);

        Assert.AreEqual(new ReleasedSlices(2, bytes, 0), released);
        Assert.AreEqual(new ReleasedSlices(0, 0, 0), again);
        Assert.AreSequenceEqual([false, false, true, true], await StoredAsync(house, slices));
    }

    [TestMethod]
    public async Task ReleaseSlices_AnotherRunGoesOnFromOne_KeepsItAndThoseAfter()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, training);
        house.OtherRuns.Add(new HashSet<string> { slices[0].Checkpoint.ToString(), slices[1].Checkpoint.ToString() });
        house.OtherRuns.Add(new HashSet<string> { slices[2].Checkpoint.ToString() });
        house.OtherRuns.Add(new HashSet<string> { "artifact:sha256:" + new string('0', 64) });

        ReleasedSlices released = await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[^2].Step), Run);

        Assert.AreEqual((1, slices.Count - 2), (released.Count, released.Kept));
        Assert.AreSequenceEqual(slices.Select((_, index) => index > 0).ToArray(), await StoredAsync(house, slices));
        house.OtherRuns.Clear();
        await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[^2].Step), Run);
        Assert.AreSequenceEqual(slices.Select((_, index) => index == slices.Count - 1).ToArray(), await StoredAsync(house, slices));
    }

    [TestMethod]
    public async Task RunSlice_CheckpointLostAfterTheOlderOnesWereReleased_TrainsAgainFromTheStartToTheSameBytes()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, training, most: 4);
        await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[2].Step), Run);
        await LoseAsync(house, slices[3]);

        TrainingSlice next = await house.Runner.RunAsync(TrainingFunctions.RunSlice, training.SliceFrom(slices[3].Checkpoint), Run);

        await using ActivityHouse undisturbed = new();
        Assert.AreEqual((await TrainAsync(undisturbed, await TrainingAsync(undisturbed), most: 5))[4].Checkpoint, next.Checkpoint);
        Assert.IsTrue(await house.Artifacts.ExistsAsync(slices[3].Checkpoint));
    }

    [TestMethod]
    public async Task Training_FinalCheckpointLost_IsTrainedAgainToTheSameBytes()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<TrainingSlice> slices = await TrainAsync(house, training);
        await house.Runner.RunAsync(TrainingFunctions.ReleaseSlices, new ReleaseSlices(training, slices[^2].Step), Run);
        await LoseAsync(house, slices[^1]);
        Assert.IsNull((await house.Runner.RunAsync(TrainingFunctions.Reach, training, "run-2")).Slice);

        IReadOnlyList<TrainingSlice> again = await TrainAsync(house, training);

        Assert.AreSequenceEqual(slices.Select(slice => slice.Checkpoint).ToArray(), again.Select(slice => slice.Checkpoint).ToArray());
        Assert.AreEqual(slices[^1].Model, again[^1].Model);
        Assert.AreEqual(slices[^1].Checkpoint, (await house.Runner.RunAsync(TrainingFunctions.Reach, training, "run-2")).Slice!.Checkpoint);
    }

    private static async Task<RunTraining> TrainingAsync(ActivityHouse house)
    {
        RunSlice slice = await house.InputOfAsync<RunSlice>("training.run-slice");
        // Six slices over some epochs.
        return new RunTraining(slice.Student, slice.Examples, slice.Settings, 12_000, slice.RandomSeed);
    }

    private static async Task<IReadOnlyList<TrainingSlice>> TrainAsync(ActivityHouse house, RunTraining training, int most = int.MaxValue)
    {
        List<TrainingSlice> slices = [];
        while (slices.Count < most && (slices.Count == 0 || slices[^1].Model is null))
        {
            ArtifactRef? checkpoint = slices.Count == 0 ? null : slices[^1].Checkpoint;
            slices.Add(await house.Runner.RunAsync(TrainingFunctions.RunSlice, training.SliceFrom(checkpoint), Run));
        }

        return slices;
    }

    private static async Task LoseAsync(ActivityHouse house, TrainingSlice slice) =>
        Assert.IsTrue(await house.Artifacts.DeleteAsync((await house.Artifacts.FindAsync(slice.Checkpoint))!));

    private static async Task<bool[]> StoredAsync(ActivityHouse house, IReadOnlyList<TrainingSlice> slices)
    {
        bool[] stored = new bool[slices.Count];
        for (int i = 0; i < slices.Count; i++)
        {
            stored[i] = await house.Artifacts.ExistsAsync(slices[i].Checkpoint);
        }

        return stored;
    }
}
