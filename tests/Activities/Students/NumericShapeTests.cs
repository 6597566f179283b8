using Tapir.Artifacts;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Students;

/// <summary>What numeric functions make on any machine: the fixtures of their last bits hold on one kind only.</summary>
[TestClass]
public sealed class NumericShapeTests
{
    [TestMethod]
    public async Task RunSlice_TwoStepsOfMany_GivesACheckpointAndNoModel()
    {
        await using ActivityHouse house = new();
        RunSlice input = await house.InputOfAsync<RunSlice>("training.run-slice");

        TrainingSlice slice = await house.Runner.RunAsync(TrainingFunctions.RunSlice, input, "run-1");

        Assert.AreEqual(2, slice.Step);
        Assert.IsGreaterThan(2, slice.Steps);
        Assert.IsNull(slice.Model);
        Assert.IsTrue(slice.Losses.All(point => point.Loss is > 4 and < 7), "An untrained student of 300 tokens has a loss near ln 300 = 5.7.");
    }

    [TestMethod]
    public async Task RunSlice_GoesOnFromTheCheckpoint_EqualsOneLongerSlice()
    {
        await using ActivityHouse house = new();
        RunSlice input = await house.InputOfAsync<RunSlice>("training.run-slice");

        TrainingSlice first = await house.Runner.RunAsync(TrainingFunctions.RunSlice, input, "run-1");
        TrainingSlice second = await house.Runner.RunAsync(TrainingFunctions.RunSlice, input with { Checkpoint = first.Checkpoint }, "run-1");
        TrainingSlice whole = await house.Runner.RunAsync(
            TrainingFunctions.RunSlice, input with { Settings = input.Settings with { SliceSteps = 4 } }, "run-1");

        Assert.AreEqual(whole.Checkpoint, second.Checkpoint);
        Assert.AreEqual(whole.Tokens, second.Tokens);
    }

    [TestMethod]
    public async Task Answer_Shard_GivesAnAnswerToEachExample()
    {
        await using ActivityHouse house = new();
        AnswerShard input = await house.InputOfAsync<AnswerShard>("students.answer");

        AnsweredShard answered = await house.Runner.RunAsync(StudentFunctions.Answer, input, "run-1");

        Assert.AreEqual(20, answered.Count);
        Assert.IsLessThanOrEqualTo(20L * input.AnswerTokens, answered.Tokens);
    }

    [TestMethod]
    public async Task MeasureLoss_TrainedStudent_IsBelowThatOfAnUntrainedOne()
    {
        await using ActivityHouse house = new();
        MeasureLoss input = await house.InputOfAsync<MeasureLoss>("students.measure-loss");
        RunSlice untrained = await house.InputOfAsync<RunSlice>("training.run-slice");

        MeasuredLoss after = await house.Runner.RunAsync(StudentFunctions.MeasureLoss, input, "run-1");
        MeasuredLoss before = await house.Runner.RunAsync(StudentFunctions.MeasureLoss, input with { Student = untrained.Student }, "run-1");

        Assert.AreEqual(before.Tokens, after.Tokens);
        Assert.IsLessThan(before.LossSum, after.LossSum);
    }

    [TestMethod]
    public async Task RunSlice_TwoTargetModules_TrainsThoseAlone()
    {
        await using ActivityHouse house = new();
        RunSlice input = await house.InputOfAsync<RunSlice>("training.run-slice");
        RunSlice Of(params string[] modules) => input with { Settings = input.Settings with { Adapter = new AdapterSpec { Rank = 2, TargetModules = modules } } };

        TrainingSlice two = await house.Runner.RunAsync(TrainingFunctions.RunSlice, Of("q_proj", "v_proj"), "run-1");
        TrainingSlice one = await house.Runner.RunAsync(TrainingFunctions.RunSlice, Of("q_proj"), "run-1");

        Assert.IsLessThan(await SizeOfAsync(two.Checkpoint), await SizeOfAsync(one.Checkpoint));

        async Task<long> SizeOfAsync(ArtifactRef checkpoint)
        {
            await using Stream stream = await house.Artifacts.OpenAsync(checkpoint, CancellationToken.None);
            return stream.Length;
        }
    }
}
