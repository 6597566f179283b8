using Microsoft.Extensions.Logging;
using Tapir.Models.Devices;
using Tapir.Models.Network;
using Tapir.Models.Tests.Training;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Devices;

/// <summary>Whole trainings by the code of a device, on libtorch's processor.</summary>
[TestClass]
public sealed class DeviceTrainingTests
{
    private static readonly TrainingOptions AllWeights = new()
    {
        Device = ComputeDevice.TensorsOnCpu,
        Epochs = 2,
        BatchTokens = 256,
        MicroBatchTokens = 128,
        LearningRate = 1e-2,
        Threads = 1,
        Seed = 5,
    };

    private static readonly TrainingOptions Adapter = AllWeights with { LearningRate = 2e-2, Trained = new LowRankAdapter { Rank = 4, Dropout = 0.1 } };

    [TestMethod]
    [DataRow("all weights")]
    [DataRow("adapter")]
    public void RunSlice_WholeTraining_EndsNearTheProcessors(string trained)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Of(trained);

        float[] processors = Trained(lessons, initial, options with { Device = ComputeDevice.Cpu }), devices = Trained(lessons, initial, options);

        // Adam divides by the size of a gradient: where that is rounding alone, a weight may move either way.
        double moved = Distance(initial.Parameters.Values.ToArray(), processors), apart = Distance(processors, devices);
        Assert.IsGreaterThan(0.1, moved);
        Assert.IsLessThan(0.02 * moved, apart);
    }

    [TestMethod]
    [DataRow("all weights", 1)]
    [DataRow("all weights", 3)]
    [DataRow("adapter", 1)]
    [DataRow("adapter", 2)]
    [DataRow("bfloat16", 2)]
    public void RunSlice_SlicesThroughCheckpoints_GivesTheSameBytesAsOneSlice(string trained, int steps)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        byte[] expected = TrainingRuns.Train(lessons, initial, Of(trained), int.MaxValue);

        CollectionAssert.AreEqual(expected, TrainingRuns.Train(lessons, initial, Of(trained), steps));
    }

    [TestMethod]
    [DataRow("all weights")]
    [DataRow("adapter")]
    public void RunSlice_KilledInMidSlice_GivesTheSameBytesFromItsLastCheckpoint(string trained)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Of(trained);
        byte[] expected = TrainingRuns.Train(lessons, initial, options, int.MaxValue), checkpoint;
        using (TrainingState begun = TrainingState.Begin(initial, lessons.Examples, options))
        {
            new StudentTrainer().RunSlice(begun, lessons.Examples, options, 2);
            checkpoint = TrainingRuns.Bytes(begun);
            StudentTrainer dying = new() { BeforeStep = (step, _) => _ = step < 4 ? step : throw new InvalidOperationException("killed") };
            Assert.ThrowsExactly<InvalidOperationException>(() => dying.RunSlice(begun, lessons.Examples, options));
        }

        using TrainingState again = options.Trained is LowRankAdapter
            ? TrainingState.ReadAdapter(new MemoryStream(checkpoint), "checkpoint", initial)
            : TrainingState.Read(new MemoryStream(checkpoint), "checkpoint");
        new StudentTrainer().RunSlice(again, lessons.Examples, options);

        CollectionAssert.AreEqual(expected, TrainingRuns.Bytes(again));
    }

    [TestMethod]
    public void RunSlice_Cancelled_LeavesTheStateOfTheLastWholeStep()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        byte[] expected = TrainingRuns.Train(lessons, initial, AllWeights, int.MaxValue);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, AllWeights);
        using CancellationTokenSource stop = new();

        Assert.ThrowsExactly<OperationCanceledException>(
            () => new StudentTrainer().RunSlice(state, lessons.Examples, AllWeights, progress: new Watching(step => Stop(step, stop)), cancellation: stop.Token));
        Assert.AreEqual(2, state.Cursor.Step);
        new StudentTrainer().RunSlice(state, lessons.Examples, AllWeights);

        CollectionAssert.AreEqual(expected, TrainingRuns.Bytes(state));
    }

    [TestMethod]
    [DataRow("all weights")]
    [DataRow("adapter")]
    public void RunSlice_OutOfMemory_HalvesTheMicroBatchForTheRestAndLosesNoStep(string trained)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Of(trained);
        Lines log = new();
        List<int> sizes = [];
        byte[] whole = TrainingRuns.Train(lessons, initial, options, int.MaxValue, new StudentTrainer(log) { BeforeStep = (step, size) => Fail(step, size, sizes) });

        // Checkpoint after each step, and memory enough but at that one step.
        byte[] sliced = TrainingRuns.Train(lessons, initial, options, 1, new StudentTrainer { BeforeStep = (step, size) => Fail(step, size, []) });

        CollectionAssert.AreEqual(new[] { 128, 128, 128, 64 }, sizes[..4]);
        Assert.IsTrue(sizes[3..].All(size => size == 64));
        Assert.HasCount(1, log.Texts.Where(text => text.Contains("step 3 in micro-batches of 128 tokens; from here on they have 64", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(whole, sliced);
    }

    [TestMethod]
    public void RunSlice_NotANumber_NamesTheBatchAndTheCheckpointBeforeGoesOn()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, AllWeights);
        new StudentTrainer().RunSlice(state, lessons.Examples, AllWeights, 2);
        byte[] checkpoint = TrainingRuns.Bytes(state);
        state.Weights.Parameters.Layers[0].Qkv.Values[0] = float.NaN;

        TrainingDivergedException error = Assert.ThrowsExactly<TrainingDivergedException>(() => new StudentTrainer().RunSlice(state, lessons.Examples, AllWeights));

        Assert.Contains("at step 3:", error.Message);
        Assert.Contains("lesson-", error.Message);
        using TrainingState kept = TrainingState.Read(new MemoryStream(checkpoint), "checkpoint");
        Assert.IsTrue(new StudentTrainer().RunSlice(kept, lessons.Examples, AllWeights).IsFinished);
    }

    [TestMethod]
    public void RunSlice_WeightsAreNoNumbersAfterTheLastStep_IsAnErrorThere()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = AllWeights with { LearningRate = 1e39 };
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);

        TrainingDivergedException error = Assert.ThrowsExactly<TrainingDivergedException>(() => new StudentTrainer().RunSlice(state, lessons.Examples, options, 1));

        Assert.Contains("the weights are no finite numbers", error.Message);
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

    [TestMethod]
    public void RunSlice_CheckpointOfTheProcessor_IsNotContinuedOnADevice()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, AllWeights with { Device = ComputeDevice.Cpu });

        Assert.ThrowsExactly<InvalidOperationException>(() => new StudentTrainer().RunSlice(state, lessons.Examples, AllWeights));
    }

    [TestMethod]
    public void Validated_Bfloat16OnTheProcessor_IsRefused()
    {
        TrainingOptions options = AllWeights with { Device = ComputeDevice.Cpu, Precision = ProductPrecision.Bfloat16 };

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => options.Validated());

        Assert.Contains("the processor computes in float32", error.Message);
    }

    private static TrainingOptions Of(string trained) => trained switch
    {
        "adapter" => Adapter,
        "bfloat16" => AllWeights with { Precision = ProductPrecision.Bfloat16 },
        _ => AllWeights,
    };

    private static float[] Trained(Lessons lessons, StudentWeights initial, TrainingOptions options)
    {
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);
        new StudentTrainer().RunSlice(state, lessons.Examples, options, 4);
        using StudentWeights merged = state.Merged();
        return merged.Parameters.Values.ToArray();
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());

    private static void Stop(TrainingProgress step, CancellationTokenSource stop)
    {
        if (step.Step == 2)
        {
            stop.Cancel();
        }
    }

    private static void Fail(int step, int size, List<int> sizes)
    {
        sizes.Add(size);
        if (step == 2 && size > 64)
        {
            throw new NativeFailure("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB");
        }
    }

    // As TorchSharp throws what libtorch says.
    private sealed class NativeFailure(string message) : System.Runtime.InteropServices.ExternalException(message);

    private sealed class Watching(Action<TrainingProgress> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen(value);
    }

    private sealed class Lines : ILogger<StudentTrainer>
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add(formatter(state, exception));
    }
}
