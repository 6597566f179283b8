using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Preference;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities.Tests.Preference;

/// <summary>Pairs of real judgements, and a real tuning on them.</summary>
[TestClass]
public sealed class PreferenceActivitiesTests
{
    private const string Run = "run-1";

    [TestMethod]
    public async Task SelectPairs_JudgedShard_ChoosesTheTeachersAnswerAgainstTheStudentsOwn()
    {
        await using ActivityHouse house = new();
        SelectPairs input = await house.InputOfAsync<SelectPairs>("preference.select-pairs") with { Tokens = 1_000_000 };

        SelectedPairs selected = await house.Runner.RunAsync(PreferenceFunctions.SelectPairs, input, Run);

        IReadOnlyList<PreferencePair> pairs = await house.Artifacts.ReadAllLinesAsync<PreferencePair>(selected.Pairs);
        Dictionary<string, Example> pool = (await house.Artifacts.ReadAllLinesAsync<Example>(input.Pool)).ToDictionary(example => example.Id);
        // Twelve answers have a score of 1; all others are right, or were not scored.
        Assert.HasCount(12, pairs);
        Assert.AreEqual(12, selected.ByRound[1]);
        Assert.IsTrue(pairs.All(pair => pair.Chosen == pool[pair.Id].Response && pair.Instruction == pool[pair.Id].Instruction && pair.RejectedScore.Value == 1));
        Assert.HasCount(3, selected.Shards);
        List<PreferencePair> sharded = [];
        foreach (ArtifactRef shard in selected.Shards)
        {
            sharded.AddRange(await house.Artifacts.ReadAllLinesAsync<PreferencePair>(shard));
        }

        Assert.AreSequenceEqual(pairs.ToArray(), sharded.ToArray());
    }

    [TestMethod]
    public async Task SelectPairs_InstructionIsHeldOut_IsInNoPair()
    {
        await using ActivityHouse house = new();
        SelectPairs input = await house.InputOfAsync<SelectPairs>("preference.select-pairs") with { Tokens = 1_000_000 };
        SelectedPairs before = await house.Runner.RunAsync(PreferenceFunctions.SelectPairs, input, Run);
        IReadOnlyList<PreferencePair> pairs = await house.Artifacts.ReadAllLinesAsync<PreferencePair>(before.Pairs);
        Example first = (await house.Artifacts.ReadAllLinesAsync<Example>(input.Pool)).Single(example => example.Id == pairs[0].Id);

        SelectedPairs after = await house.Runner.RunAsync(
            PreferenceFunctions.SelectPairs, input with { HeldOut = [.. input.HeldOut, await house.Artifacts.PutLinesAsync([first with { Id = "held-out" }])] }, Run);

        Assert.AreEqual(before.Count - 1, after.Count);
        Assert.IsFalse((await house.Artifacts.ReadAllLinesAsync<PreferencePair>(after.Pairs)).Any(pair => pair.Instruction == first.Instruction));
    }

    [TestMethod]
    public async Task MeasurePairs_AnswerThatWasCutOff_HasNoEndAmongItsTokens()
    {
        await using ActivityHouse house = new();
        MeasurePairs input = await house.InputOfAsync<MeasurePairs>("preference.measure-pairs");
        PreferencePair cut = (await house.Artifacts.ReadAllLinesAsync<PreferencePair>(input.Pairs)).First(pair => pair.RejectedTruncated);
        ArtifactRef both = await house.Artifacts.PutLinesAsync([cut, cut with { Id = "ended", RejectedTruncated = false }]);

        MeasuredPairs measured = await house.Runner.RunAsync(PreferenceFunctions.MeasurePairs, input with { Pairs = both }, Run);

        IReadOnlyList<PairLogProbabilities> pairs = await house.Artifacts.ReadAllLinesAsync<PairLogProbabilities>(measured.LogProbabilities);
        Assert.AreEqual(pairs[1].RejectedTokens - 1, pairs[0].RejectedTokens);
        Assert.IsGreaterThan(pairs[1].Rejected, pairs[0].Rejected);
        Assert.AreEqual(pairs[1].Chosen, pairs[0].Chosen);
    }

    [TestMethod]
    public async Task RunSlice_PairsToTheEnd_RaisesTheImplicitRewardAccuracy()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);

        TrainingSlice last = await TrainAsync(house, training);

        Assert.AreEqual(training.Tokens, last.Tokens);
        Assert.AreEqual(0, last.LeftOut);
        IReadOnlyList<PairLogProbabilities> before = await house.Artifacts.ReadAllLinesAsync<PairLogProbabilities>(training.Preference!.Reference[0]);
        IReadOnlyList<PairLogProbabilities> after = await MeasuredAsync(house, training.Student with { Model = last.Model!.Value }, training.Examples);
        double[] rewards = [.. before.Zip(after, (one, other) => other.Chosen - one.Chosen - (other.Rejected - one.Rejected))];
        // The reference prefers nothing to what it is: each margin begins at 0.
        Assert.IsTrue(rewards.All(margin => margin > 0), string.Join(' ', rewards));
    }

    [TestMethod]
    [DataRow(false, DisplayName = "all weights")]
    [DataRow(true, DisplayName = "adapter")]
    public async Task RunSlice_PairsInSlices_EndInTheBytesOfOneSlice(bool adapter)
    {
        await using ActivityHouse house = new();
        RunTraining sliced = await TrainingAsync(house);
        sliced = adapter ? sliced with { Settings = sliced.Settings with { Adapter = new AdapterSpec { Rank = 2, Dropout = 0.1 } } } : sliced;

        TrainingSlice last = await TrainAsync(house, sliced);
        TrainingSlice whole = await TrainAsync(house, sliced with { Settings = sliced.Settings with { SliceSteps = 10_000 } });

        Assert.AreEqual(whole.Checkpoint, last.Checkpoint);
        Assert.AreEqual(whole.Model, last.Model);
        Assert.AreNotEqual(sliced.Student.Model, last.Model);
    }

    [TestMethod]
    public async Task RunSlice_ReferenceOfOtherPairs_IsRefused()
    {
        await using ActivityHouse house = new();
        RunTraining training = await TrainingAsync(house);
        IReadOnlyList<PairLogProbabilities> measured = await house.Artifacts.ReadAllLinesAsync<PairLogProbabilities>(training.Preference!.Reference[0]);
        ArtifactRef turned = await house.Artifacts.PutLinesAsync(measured.Reverse());

        Exception refused = await Assert.ThrowsAsync<Exception>(() => house.Runner.RunAsync(
            TrainingFunctions.RunSlice, (training with { Preference = training.Preference with { Reference = [turned] } }).SliceFrom(null), Run));

        StringAssert.Contains(refused.ToString(), "not those of the 8 pairs");
    }

    private static async Task<RunTraining> TrainingAsync(ActivityHouse house)
    {
        RunSlice slice = await house.InputOfAsync<RunSlice>("training.run-slice.preference");
        return new RunTraining(slice.Student, slice.Examples, slice.Settings, slice.Tokens, slice.RandomSeed) { Preference = slice.Preference };
    }

    private static async Task<TrainingSlice> TrainAsync(ActivityHouse house, RunTraining training)
    {
        TrainingSlice slice = await house.Runner.RunAsync(TrainingFunctions.RunSlice, training.SliceFrom(null), Run);
        while (slice.Model is null)
        {
            slice = await house.Runner.RunAsync(TrainingFunctions.RunSlice, training.SliceFrom(slice.Checkpoint), Run);
        }

        return slice;
    }

    private static async Task<IReadOnlyList<PairLogProbabilities>> MeasuredAsync(ActivityHouse house, StudentRef student, ArtifactRef pairs)
    {
        MeasuredPairs measured = await house.Runner.RunAsync(PreferenceFunctions.MeasurePairs, new MeasurePairs(student, pairs), Run);
        return await house.Artifacts.ReadAllLinesAsync<PairLogProbabilities>(measured.LogProbabilities);
    }
}
