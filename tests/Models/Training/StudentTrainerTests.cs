using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Training;

[TestClass]
public sealed class StudentTrainerTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 6, BatchTokens = 256, MicroBatchTokens = 64, LearningRate = 1e-2, Threads = 2, Seed = 5 };

    [TestMethod]
    public void RunSlice_WholeTraining_LearnsTheLessons()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, Options);

        SliceResult result = new StudentTrainer().RunSlice(state, lessons.Examples, Options);

        Assert.IsTrue(result.IsFinished);
        double before = StudentTrainer.Loss(initial, lessons.Examples, 1), after = StudentTrainer.Loss(state.Weights, lessons.Examples, 1);
        Assert.IsLessThan(before / 3, after);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(7)]
    public void RunSlice_SlicesThroughCheckpoints_GivesTheSameBytesAsOneSlice(int steps)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        byte[] expected = Train(lessons, initial, Options, int.MaxValue);

        byte[] actual = Train(lessons, initial, Options, steps);

        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void RunSlice_AnotherNumberOfThreads_GivesTheSameBytes()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);

        byte[] one = Train(lessons, initial, Options with { Threads = 1 }, int.MaxValue), three = Train(lessons, initial, Options with { Threads = 3 }, int.MaxValue);

        CollectionAssert.AreEqual(one, three);
    }

    [TestMethod]
    public void RunSlice_TokenBudget_TrainsOnExactlySoMany()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Options with { TokenBudget = 1234 };
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);

        SliceResult result = new StudentTrainer().RunSlice(state, lessons.Examples, options);

        Assert.AreEqual(1234, result.Tokens);
        Assert.AreEqual(1234, result.TotalTokens);
    }

    [TestMethod]
    public void RunSlice_AllWeightsDoubled_GivesTheSameWeights()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, Options);
        EncodedExample[] doubled = [.. lessons.Examples.Select(example => example with { Weight = 2 * example.Weight })];
        using TrainingState other = TrainingState.Begin(initial, doubled, Options);

        new StudentTrainer().RunSlice(state, lessons.Examples, Options, 4);
        new StudentTrainer().RunSlice(other, doubled, Options, 4);

        CollectionAssert.AreEqual(state.Weights.Parameters.Values.ToArray(), other.Weights.Parameters.Values.ToArray());
    }

    [TestMethod]
    public void RunSlice_CheckpointOfOtherExamples_IsRefused()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, Options);

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(
            () => new StudentTrainer().RunSlice(state, [.. lessons.Examples.Skip(1)], Options));

        Assert.Contains("belongs to training", error.Message);
    }

    [TestMethod]
    public void RunSlice_NotANumber_NamesStepAndExamples()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        initial.Parameters.Values[lessons.Config.Width * 10] = float.NaN;
        initial.Parameters.Layers[0].Qkv.Values[0] = float.NaN;
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, Options);

        TrainingDivergedException error = Assert.ThrowsExactly<TrainingDivergedException>(
            () => new StudentTrainer().RunSlice(state, lessons.Examples, Options));

        Assert.Contains("step 1", error.Message);
        Assert.Contains("lesson-", error.Message);
    }

    [TestMethod]
    public void RunSlice_OneExampleExplodes_NamesTheStepThatHasItAndNoOther()
    {
        Lessons lessons = Lessons.Create(400);
        TrainingOptions options = Options with { Epochs = 1 };
        const int culprit = 2;
        int bad = TrainingPlan.Of([.. lessons.Examples.Select(example => example.Tokens.Length)], options).Steps[culprit].Rows[0].Example;
        // It alone has nearly all of the weight there is, so its loss counts many times that of guessing.
        EncodedExample[] examples = [.. lessons.Examples.Select((example, i) => example with { Weight = i == bad ? 1e6 : 1 })];
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, examples, options);
        using MemoryStream good = new();

        for (int step = 0; step < culprit; step++)
        {
            new StudentTrainer().RunSlice(state, examples, options, 1);
        }

        state.Write(good);
        TrainingDivergedException error = Assert.ThrowsExactly<TrainingDivergedException>(() => new StudentTrainer().RunSlice(state, examples, options));

        Assert.Contains($"at step {culprit + 1}:", error.Message);
        Assert.Contains(examples[bad].Id, error.Message);
        good.Position = 0;
        using TrainingState kept = TrainingState.Read(good, "checkpoint");
        Assert.AreEqual(culprit, kept.Cursor.Step);
        TrainingDivergedException again = Assert.ThrowsExactly<TrainingDivergedException>(() => new StudentTrainer().RunSlice(kept, examples, options));
        Assert.AreEqual(error.Message, again.Message);
    }

    [TestMethod]
    public void RunSlice_WeightsAreNoNumbersAfterTheLastStep_IsAnErrorThere()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        // The loss of the first step is that of the weights before it.
        TrainingOptions options = Options with { LearningRate = 1e60, WarmupShare = 0 };
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);

        TrainingDivergedException error = Assert.ThrowsExactly<TrainingDivergedException>(() => new StudentTrainer().RunSlice(state, lessons.Examples, options, 1));

        Assert.Contains("at step 1:", error.Message);
        Assert.Contains("the weights are no finite numbers", error.Message);
    }

    [TestMethod]
    public void BeginWith_WholeTraining_GivesTheSameBytesAsACopyOfTheWeights()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState copied = TrainingState.Begin(initial, lessons.Examples, Options), taken = TrainingState.BeginWith(initial, lessons.Examples, Options);
        Assert.AreSame(initial, taken.Weights);
        new StudentTrainer().RunSlice(copied, lessons.Examples, Options);

        new StudentTrainer().RunSlice(taken, lessons.Examples, Options);

        CollectionAssert.AreEqual(Bytes(copied), Bytes(taken));
    }

    [TestMethod]
    public void RunSlice_Cancelled_LeavesTheStateAfterAWholeStep()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState cancelled = TrainingState.Begin(initial, lessons.Examples, Options), expected = TrainingState.Begin(initial, lessons.Examples, Options);
        using CancellationTokenSource stop = new();
        StopAfter progress = new(2, stop);

        Assert.ThrowsExactly<OperationCanceledException>(
            () => new StudentTrainer().RunSlice(cancelled, lessons.Examples, Options, progress: progress, cancellation: stop.Token));

        new StudentTrainer().RunSlice(expected, lessons.Examples, Options, 2);
        CollectionAssert.AreEqual(Bytes(expected), Bytes(cancelled));
    }

    private static byte[] Train(Lessons lessons, StudentWeights initial, TrainingOptions options, int steps)
    {
        TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);
        while (true)
        {
            SliceResult result = new StudentTrainer().RunSlice(state, lessons.Examples, options, steps);
            byte[] checkpoint = Bytes(state);
            state.Dispose();
            if (result.IsFinished)
            {
                return checkpoint;
            }

            state = TrainingState.Read(new MemoryStream(checkpoint), "checkpoint");
        }
    }

    private static byte[] Bytes(TrainingState state)
    {
        using MemoryStream stream = new();
        state.Write(stream);
        return stream.ToArray();
    }

    private sealed class StopAfter(int step, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step)
            {
                source.Cancel();
            }
        }
    }
}
