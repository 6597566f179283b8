using Tapir.Models.Network;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Training;

[TestClass]
public sealed class DirectPreferenceTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 4, BatchTokens = 300, MicroBatchTokens = 150, LearningRate = 2e-3, Threads = 2, Seed = 3 };

    [TestMethod]
    public void RunSlice_Pairs_WidensTheMarginOfEveryChosenResponse()
    {
        Lessons lessons = Pairs();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Prefer(initial, lessons) with { Epochs = 20 };
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);
        List<double> losses = [];

        new StudentTrainer().RunSlice(state, lessons.Examples, options, progress: new Losses(losses));

        // Nothing has been learned at the first step, so that the model is its own reference.
        Assert.AreEqual(Math.Log(2), losses[0], 1e-4);
        double[] before = Margins(initial, lessons), after = Margins(state.Weights, lessons);
        Assert.IsTrue(before.Zip(after).All(pair => pair.Second > pair.First));
    }

    [TestMethod]
    [DataRow(false, DisplayName = "all weights")]
    [DataRow(true, DisplayName = "adapter")]
    public void RunSlice_SlicesThroughCheckpoints_GivesTheSameBytesAsOneSlice(bool adapter)
    {
        Lessons lessons = Pairs();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Prefer(initial, lessons);
        options = adapter ? options with { Trained = new LowRankAdapter { Rank = 2, Dropout = 0.1 } } : options;

        byte[] whole = TrainingRuns.Train(lessons, initial, options, int.MaxValue), sliced = TrainingRuns.Train(lessons, initial, options with { Threads = 1 }, 2);

        CollectionAssert.AreEqual(whole, sliced);
    }

    /// <summary>The loss of a pair that is the wrong way round grows with β: a step that is off by a few nats is no divergence.</summary>
    [TestMethod]
    public void RunSlice_LargeBeta_IsNotTakenForADivergence()
    {
        Lessons lessons = Pairs();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Prefer(initial, lessons);
        options = options with { LearningRate = 2e-2, Objective = (DirectPreference)options.Objective with { Beta = 10 } };
        using TrainingState state = TrainingState.Begin(initial, lessons.Examples, options);
        List<double> losses = [];

        SliceResult result = new StudentTrainer().RunSlice(state, lessons.Examples, options, progress: new Losses(losses));

        Assert.IsTrue(result.IsFinished);
        Assert.IsGreaterThan(20, losses.Max());
        Assert.IsLessThan(losses.Max(), losses[^1]);
    }

    [TestMethod]
    public void Begin_PairOfTwoPrompts_IsRefusedByName()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);

        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => TrainingState.Begin(initial, lessons.Examples, Prefer(initial, lessons)));

        StringAssert.Contains(error.Message, "lesson-0 and lesson-1");
    }

    [TestMethod]
    public void Begin_ReferencesOfOthers_AreRefused()
    {
        Lessons lessons = Pairs();
        using StudentWeights initial = StudentWeights.Random(lessons.Config, 1);
        TrainingOptions options = Options with { Objective = new DirectPreference { ReferenceLogProbabilities = [1, 2] } };

        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => TrainingState.Begin(initial, lessons.Examples, options));

        StringAssert.Contains(error.Message, "2 reference log-probabilities");
    }

    [TestMethod]
    public void LogProbabilities_Examples_AddUpToTheLoss()
    {
        Lessons lessons = Lessons.Create();
        using StudentWeights weights = StudentWeights.Random(lessons.Config, 1);

        IReadOnlyList<double> sums = StudentTrainer.LogProbabilities(weights, lessons.Examples, 2);

        int tokens = lessons.Examples.Sum(example => example.Tokens.Length - example.PromptLength);
        Assert.AreEqual(StudentTrainer.Loss(weights, lessons.Examples, 1), -sums.Sum() / tokens, 1e-4);
    }

    // The right answer against that of the next lesson.
    private static Lessons Pairs()
    {
        Lessons lessons = Lessons.Create(24);
        EncodedExample[] all = [.. lessons.Examples.Select(example => example with { Weight = 1 })];
        EncodedExample Wrong(int i)
        {
            EncodedExample right = all[i], other = all[(i + 1) % all.Length];
            return right with { Id = $"wrong-{i}", Tokens = [.. right.Tokens[..right.PromptLength], .. other.Tokens[other.PromptLength..]] };
        }

        return lessons with { Examples = [.. all.SelectMany((example, i) => (EncodedExample[])[example, Wrong(i)])] };
    }

    private static TrainingOptions Prefer(StudentWeights reference, Lessons lessons) => Options with
    {
        Objective = new DirectPreference { Beta = 0.5, ReferenceLogProbabilities = StudentTrainer.LogProbabilities(reference, lessons.Examples, 1) },
    };

    private static double[] Margins(StudentWeights weights, Lessons lessons) =>
        [.. StudentTrainer.LogProbabilities(weights, lessons.Examples, 1).Chunk(2).Select(pair => pair[0] - pair[1])];

    private sealed class Losses(List<double> losses) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => losses.Add(value.Loss);
    }
}
