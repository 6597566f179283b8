using Tapir.Artifacts;
using Tapir.Models.Training;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Training;

/// <summary>A training whose learning rate is far too high.</summary>
[TestClass]
public sealed class DivergenceTests
{
    private const string Run = "run-1";

    [TestMethod]
    public async Task RunSlice_LearningRateFarTooHigh_SaysWhatIsKeptAndWhatToDo()
    {
        await using ActivityHouse house = new();
        (TrainingSlice? last, TrainingDivergedException failure) = await TrainToTheEndAsync(house);

        StringAssert.Contains(failure.Message, "Training diverged at step ");
        StringAssert.Contains(failure.Message, last is null ? "No checkpoint of this training was written." : $"The checkpoint of step {last.Step} stays");
        StringAssert.Contains(failure.Message, "set training.learningRate below 100 and start another run with --new");
    }

    [TestMethod]
    public async Task RunSlice_DivergedAndRunAgain_BeginsWithTheLastGoodCheckpointAndEndsTheSame()
    {
        await using ActivityHouse house = new();
        (TrainingSlice? last, TrainingDivergedException failure) = await TrainToTheEndAsync(house);
        Assert.IsNotNull(last, "It has to diverge in a later slice than its first for this to prove anything.");

        RunTraining training = await TrainingAsync(house);
        TrainingSlice reached = (await house.Runner.RunAsync(TrainingFunctions.Reach, training, "run-2")).Slice!;
        Assert.AreEqual(last.Checkpoint, reached.Checkpoint);
        using (TrainingState kept = TrainingState.Read(await house.Artifacts.OpenAsync(reached.Checkpoint), "checkpoint"))
        {
            Assert.AreEqual(last.Step, kept.Cursor.Step);
        }

        TrainingDivergedException again = await Assert.ThrowsExactlyAsync<TrainingDivergedException>(
            () => house.Runner.RunAsync(TrainingFunctions.RunSlice, training.SliceFrom(reached.Checkpoint), "run-2"));
        Assert.AreEqual(failure.Message, again.Message);
    }

    private static async Task<(TrainingSlice? Last, TrainingDivergedException Failure)> TrainToTheEndAsync(ActivityHouse house)
    {
        RunTraining training = await TrainingAsync(house);
        TrainingSlice? last = null;
        while (last?.Model is null)
        {
            ArtifactRef? from = last?.Checkpoint;
            try
            {
                last = await house.Runner.RunAsync(TrainingFunctions.RunSlice, training.SliceFrom(from), Run);
            }
            catch (TrainingDivergedException diverged)
            {
                return (last, diverged);
            }
        }

        throw new AssertFailedException("It did not diverge.");
    }

    private static async Task<RunTraining> TrainingAsync(ActivityHouse house)
    {
        RunSlice slice = await house.InputOfAsync<RunSlice>("training.run-slice");
        return new RunTraining(slice.Student, slice.Examples, slice.Settings with { LearningRate = 100, SliceSteps = 1 }, 12_000, slice.RandomSeed);
    }
}
