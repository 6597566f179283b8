using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Training;

/// <summary>Trainings whose threads share each micro-batch: large models, and adapters.</summary>
[TestClass]
public sealed class SharedTrainingTests
{
    private static readonly TrainingOptions AllWeights =
        new() { Epochs = 4, BatchTokens = 700, MicroBatchTokens = 350, LearningRate = 1e-2, Threads = 2, Seed = 5, SideBySideParameters = 0 };

    private static readonly TrainingOptions Adapter = AllWeights with { LearningRate = 2e-2, Trained = new LowRankAdapter { Rank = 4, Dropout = 0.1 } };

    public static IEnumerable<object[]> Both => [["all weights"], ["adapter"]];

    [TestMethod]
    [DynamicData(nameof(Both))]
    public void RunSlice_WholeTraining_LearnsTheLessons(string trained)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Of(trained) with { Epochs = 12 };
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);

        new StudentTrainer().RunSlice(state, lessons.Examples, options);

        using StudentWeights learned = state.Merged();
        double before = StudentTrainer.Loss(initial, lessons.Examples, 1), after = StudentTrainer.Loss(learned, lessons.Examples, 1);
        Assert.IsLessThan(before * 0.8, after);
    }

    [TestMethod]
    [DynamicData(nameof(Both))]
    public void RunSlice_SlicesThroughCheckpoints_GivesTheSameBytesAsOneSlice(string trained)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        byte[] expected = TrainingRuns.Train(lessons, initial, Of(trained), int.MaxValue);

        CollectionAssert.AreEqual(expected, TrainingRuns.Train(lessons, initial, Of(trained), 3));
    }

    [TestMethod]
    [DynamicData(nameof(Both))]
    public void RunSlice_AnotherNumberOfThreads_GivesTheSameBytes(string trained)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        byte[] one = TrainingRuns.Train(lessons, initial, Of(trained) with { Threads = 1 }, int.MaxValue);

        CollectionAssert.AreEqual(one, TrainingRuns.Train(lessons, initial, Of(trained) with { Threads = 3 }, int.MaxValue));
    }

    [TestMethod]
    [DynamicData(nameof(Both))]
    public void RunSlice_BlocksRecomputed_GivesTheSameBytes(string trained)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        byte[] kept = TrainingRuns.Train(lessons, initial, Of(trained), int.MaxValue);

        CollectionAssert.AreEqual(kept, TrainingRuns.Train(lessons, initial, Of(trained) with { RecomputeBlocks = true }, int.MaxValue));
    }

    [TestMethod]
    public void RunSlice_MicroBatchesOfOneStep_SumToTheGradientOfTheWhole()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        List<double> norms = [];
        foreach (int size in (int[])[100, 700])
        {
            TrainingOptions options = AllWeights with { MicroBatchTokens = size };
            using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);
            new StudentTrainer().RunSlice(state, lessons.Examples, options, 1, new Norms(norms));
        }

        Assert.AreEqual(norms[1], norms[0], 1e-4 * norms[1]);
    }

    [TestMethod]
    public void RunSlice_Adapter_LeavesTheWeightsAsTheyWere()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        float[] before = initial.Parameters.Values.ToArray();

        TrainingRuns.Train(lessons, initial, Adapter, int.MaxValue);

        CollectionAssert.AreEqual(before, initial.Parameters.Values.ToArray());
    }

    [TestMethod]
    public void RunSlice_AdapterOfOtherWeights_IsRefused()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1), other = StudentWeights.Random(lessons.Config, 2);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, Adapter);
        using TrainingState moved = TrainingState.ReadAdapter(new MemoryStream(TrainingRuns.Bytes(state)), "checkpoint", other);

        Assert.ThrowsExactly<InvalidOperationException>(() => new StudentTrainer().RunSlice(moved, lessons.Examples, Adapter));
    }

    [TestMethod]
    public void Read_CheckpointOfAnAdapter_SaysThatItNeedsItsWeights()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, Adapter);

        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => TrainingState.Read(new MemoryStream(TrainingRuns.Bytes(state)), "checkpoint"));

        StringAssert.Contains(error.Message, "together with the weights");
    }

    [TestMethod]
    public void RunSlice_DecayWithoutVocabulary_KeepsTheRowsOfTokensThatDoNotOccur()
    {
        Lessons lessons = Lessons.Create();
        StudentConfig config = lessons.Config with { VocabularySize = lessons.Config.VocabularySize + 1, TieOutput = false };
        using StudentWeights initial = StudentWeights.Random(config, 1);
        TrainingOptions options = AllWeights with { DecayVocabulary = false, WeightDecay = 0.1 };
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);

        new StudentTrainer().RunSlice(state, lessons.Examples, options, 3);

        Range unused = ((config.VocabularySize - 1) * config.Width)..(config.VocabularySize * config.Width);
        CollectionAssert.AreEqual(initial.Parameters.Embedding.Values[unused].ToArray(), state.Weights.Parameters.Embedding.Values[unused].ToArray());
    }

    private static TrainingOptions Of(string trained) => trained == "adapter" ? Adapter : AllWeights;

    private sealed class Norms(List<double> norms) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => norms.Add(value.GradientNorm);
    }
}
