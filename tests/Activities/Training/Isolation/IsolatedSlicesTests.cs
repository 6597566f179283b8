using Tapir.Activities.Training.Isolation;
using Tapir.Artifacts;
using Tapir.Models.Training;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Training.Isolation;

/// <summary>Slices that another process computes, and processes that do not come to their end.</summary>
[TestClass]
public sealed class IsolatedSlicesTests
{
    private const string Run = "run-1";
    private static readonly SliceProcessEnd Killed = new(137, "");

    [TestMethod]
    [DataRow(false, DisplayName = "all weights")]
    [DataRow(true, DisplayName = "an adapter")]
    public async Task RunSlice_InAnotherProcess_GivesWhatItGivesInThisOne(bool isAdapter)
    {
        await using ActivityHouse here = new(), other = HouseWith(new ScriptedSlices());

        IReadOnlyList<TrainingSlice> expected = await TrainAsync(here, isAdapter), actual = await TrainAsync(other, isAdapter);

        Assert.IsGreaterThan(1, actual.Count);
        Assert.AreSequenceEqual(expected.Select(Told).ToArray(), actual.Select(Told).ToArray());
        Assert.AreEqual(await here.Artifacts.LengthAsync(expected[^1].Model!.Value), await other.Artifacts.LengthAsync(actual[^1].Model!.Value));
        Assert.IsEmpty(Directory.GetFileSystemEntries(other.Scratch), "What it worked with is removed.");
    }

    [TestMethod]
    public async Task RunSlice_PreferenceTuningInAnotherProcess_GivesWhatItGivesInThisOne()
    {
        await using ActivityHouse here = new(), other = HouseWith(new ScriptedSlices());
        const string Fixture = "training.run-slice.preference";

        TrainingSlice expected = await here.Runner.RunAsync(TrainingFunctions.RunSlice, await here.InputOfAsync<RunSlice>(Fixture), Run);
        TrainingSlice actual = await other.Runner.RunAsync(TrainingFunctions.RunSlice, await other.InputOfAsync<RunSlice>(Fixture), Run);

        Assert.AreEqual(Told(expected), Told(actual));
    }

    [TestMethod]
    public async Task RunSlice_ProcessKilledTwice_IsTriedAgainToTheSameBytes()
    {
        ScriptedSlices process = new(Killed, Killed);
        RecordedLog log = new();
        await using ActivityHouse here = new(), other = HouseWith(process, log);

        TrainingSlice actual = await FirstSliceAsync(other);

        Assert.AreEqual((await FirstSliceAsync(here)).Checkpoint, actual.Checkpoint);
        Assert.AreEqual(3, process.Started);
        Assert.HasCount(2, log.Lines.Where(line => line.Contains("ended by signal 9", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task RunSlice_ProcessDiesAgainAndAgain_PausesTheRunAndIsTriedAnewAfterIt()
    {
        ScriptedSlices process = new(Killed, Killed, Killed);
        await using ActivityHouse house = HouseWith(process);

        PauseRequestedException pause = await Assert.ThrowsExactlyAsync<PauseRequestedException>(() => FirstSliceAsync(house));

        StringAssert.Contains(pause.Message, "has ended 3 times, before its first step, the last time by signal 9");
        Assert.IsEmpty(Directory.GetFileSystemEntries(house.Scratch));
        Assert.AreEqual(2, (await FirstSliceAsync(house)).Step, "What killed it is gone.");
    }

    [TestMethod]
    [DataRow(SliceFailure.Diverged, typeof(TrainingDivergedException))]
    [DataRow(SliceFailure.Memory, typeof(InsufficientMemoryException))]
    [DataRow(SliceFailure.Disk, typeof(PauseRequestedException))]
    [DataRow(SliceFailure.Other, typeof(InvalidOperationException))]
    public async Task RunSlice_ProcessSaysWhyItFailed_IsThatFailureAndNotTriedAgain(object kind, Type expected)
    {
        ScriptedSlices process = new(new SliceProcessEnd(1, "")) { Says = [new SliceMessage.Failed((SliceFailure)kind, "the reason")] };
        await using ActivityHouse house = HouseWith(process);

        Exception failure = await Assert.ThrowsAsync<Exception>(() => FirstSliceAsync(house));

        Assert.IsInstanceOfType(failure, expected);
        StringAssert.Contains(failure.Message, "the reason");
        Assert.AreEqual(1, process.Started);
    }

    [TestMethod]
    public async Task RunSlice_ProcessLogsAndPrints_ReachesTheLog()
    {
        RecordedLog log = new();
        ScriptedSlices process = new(Killed)
        {
            Says = [new SliceMessage.Stepped(1, 9, 700, 3.5), new SliceMessage.Logged(Microsoft.Extensions.Logging.LogLevel.Warning, 4003, "Memory did not suffice for step 2")],
            Prints = "a library's own words",
        };
        await using ActivityHouse house = HouseWith(process, log);

        await FirstSliceAsync(house);

        Assert.HasCount(1, log.Lines.Where(line => line.StartsWith("Warning: Memory did not suffice for step 2", StringComparison.Ordinal)));
        Assert.HasCount(1, log.Lines.Where(line => line.StartsWith("Debug: ", StringComparison.Ordinal) && line.EndsWith("a library's own words", StringComparison.Ordinal)));
        Assert.HasCount(1, log.Lines.Where(line => line.Contains("after step 1 of 9", StringComparison.Ordinal)));
        Assert.HasCount(1, log.Lines.Where(line => line.StartsWith("Debug: Training slice begins at step 0", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task RunSlice_CheckpointLost_IsMadeAgainAndGivesTheSameBytes()
    {
        await using ActivityHouse here = new(), other = HouseWith(new ScriptedSlices());
        IReadOnlyList<TrainingSlice> expected = await TrainAsync(here, isAdapter: false);
        TrainingSlice first = await FirstSliceAsync(other);
        Assert.IsTrue(await other.Artifacts.DeleteAsync((await other.Artifacts.FindAsync(first.Checkpoint))!));

        TrainingSlice second = await other.Runner.RunAsync(TrainingFunctions.RunSlice, (await TrainingAsync(other, isAdapter: false)).SliceFrom(first.Checkpoint), Run);

        Assert.AreEqual(expected[1].Checkpoint, second.Checkpoint);
    }

    private static ActivityHouse HouseWith(ISliceProcess process, RecordedLog? log = null) => new(rooms => rooms with
    {
        SliceProcessOf = run => run == Run ? process : null,
        Clock = new HurriedClock(),
        Loggers = log is null ? rooms.Loggers : log,
    });

    private static (ArtifactRef, ArtifactRef?, long, string) Told(TrainingSlice slice) =>
        (slice.Checkpoint, slice.Model, slice.Step, string.Join(';', slice.Losses.Select(point => $"{point.Tokens} {point.Loss:R}")));

    private static async Task<RunTraining> TrainingAsync(ActivityHouse house, bool isAdapter)
    {
        RunSlice slice = await house.InputOfAsync<RunSlice>("training.run-slice");
        OptimizerSettings settings = isAdapter ? slice.Settings with { Adapter = new AdapterSpec { Rank = 2, Dropout = 0.1 } } : slice.Settings;
        return new RunTraining(slice.Student, slice.Examples, settings, 5_000, slice.RandomSeed);
    }

    private static async Task<TrainingSlice> FirstSliceAsync(ActivityHouse house) =>
        await house.Runner.RunAsync(TrainingFunctions.RunSlice, (await TrainingAsync(house, isAdapter: false)).SliceFrom(null), Run);

    private static async Task<IReadOnlyList<TrainingSlice>> TrainAsync(ActivityHouse house, bool isAdapter)
    {
        RunTraining training = await TrainingAsync(house, isAdapter);
        List<TrainingSlice> slices = [await house.Runner.RunAsync(TrainingFunctions.RunSlice, training.SliceFrom(null), Run)];
        while (slices[^1].Model is null)
        {
            slices.Add(await house.Runner.RunAsync(TrainingFunctions.RunSlice, training.SliceFrom(slices[^1].Checkpoint), Run));
        }

        return slices;
    }
}
