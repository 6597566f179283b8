using Microsoft.Extensions.Logging;
using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Training;

[TestClass]
public sealed class MemoryShortageTests
{
    private static readonly TrainingOptions Options =
        new() { Epochs = 2, BatchTokens = 256, MicroBatchTokens = 128, LearningRate = 1e-2, Threads = 2, Seed = 5, SideBySideParameters = 0 };

    [TestMethod]
    [DataRow(0L, DisplayName = "threads share a micro-batch")]
    [DataRow(1_000_000L, DisplayName = "threads side by side")]
    public void RunSlice_OutOfMemory_HalvesTheMicroBatchAndSaysSo(long sideBySide)
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        Lines log = new();
        List<int> sizes = [];
        TrainingOptions options = Options with { SideBySideParameters = sideBySide };
        StudentTrainer trainer = new(log) { BeforeStep = (step, size) => FailAbove(64, step, size, sizes) };
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);

        SliceResult result = trainer.RunSlice(state, lessons.Examples, options);

        Assert.IsTrue(result.IsFinished);
        CollectionAssert.AreEqual(new[] { 128, 128, 64 }, sizes[..3]);
        Assert.IsTrue(sizes[3..].All(size => size == 64));
        Assert.HasCount(1, log.Texts.Where(text => text.Contains("step 2 in micro-batches of 128 tokens; from here on they have 64", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void RunSlice_OutOfMemoryThenResumed_GivesTheSameBytesAsUninterrupted()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        byte[] expected = TrainingRuns.Train(lessons, initial, Options, int.MaxValue, new StudentTrainer { BeforeStep = (step, size) => FailAbove(64, step, size, []) });

        // The machine that goes on has memory enough, and yet goes on as it was begun.
        int failures = 0;
        byte[] actual = TrainingRuns.Train(lessons, initial, Options, 2, new StudentTrainer
        {
            BeforeStep = (step, size) =>
            {
                if (failures == 0 && step >= 1)
                {
                    failures++;
                    throw new InsufficientMemoryException("injected");
                }
            },
        });

        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void RunSlice_OneExampleIsTooMuch_SaysWhatToDo()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, Options);
        StudentTrainer trainer = new() { BeforeStep = (_, _) => throw new InsufficientMemoryException("injected") };

        InsufficientMemoryException error = Assert.ThrowsExactly<InsufficientMemoryException>(() => trainer.RunSlice(state, lessons.Examples, Options));

        StringAssert.Contains(error.Message, "step 1");
        StringAssert.Contains(error.Message, "one example at a time");
        Assert.AreEqual(0, state.Cursor.Step);
    }

    private static void FailAbove(int most, int step, int size, List<int> sizes)
    {
        sizes.Add(size);
        if (step >= 1 && size > most)
        {
            throw new InsufficientMemoryException("injected");
        }
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
