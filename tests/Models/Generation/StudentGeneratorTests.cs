using Tapir.Models.Generation;
using Tapir.Models.Network;
using Tapir.Models.Tests.Training;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Generation;

[TestClass]
public sealed class StudentGeneratorTests
{
    private static readonly Lessons Lessons = Lessons.Create();
    private static readonly GenerationRequest[] Requests =
        [.. Enumerable.Range(0, 21).Select(i => new GenerationRequest(new string('a', 1 + (i * 5 % 17)) + $" {i}", (ulong)i))];

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.8)]
    public void Generate_AnotherNumberOfThreads_GivesTheSameAnswers(double temperature)
    {
        using Student student = new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));
        GenerationOptions options = new() { LaneSize = 4, MaxNewTokens = 12, Temperature = temperature };

        IReadOnlyList<GenerationResult> one = StudentGenerator.Generate(student, Requests, options with { Threads = 1 });
        IReadOnlyList<GenerationResult> three = StudentGenerator.Generate(student, Requests, options with { Threads = 3 });

        CollectionAssert.AreEqual(one.ToArray(), three.ToArray());
    }

    [TestMethod]
    public void Generate_Filters_GiveTheSameAnswersOnAnyNumberOfThreadsAndInAnyCompany()
    {
        using Student student = new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));
        GenerationOptions options = new() { MaxNewTokens = 12, Temperature = 1, TopK = 40, TopP = 0.9, Threads = 1 };

        IReadOnlyList<GenerationResult> one = StudentGenerator.Generate(student, Requests, options);
        IReadOnlyList<GenerationResult> three = StudentGenerator.Generate(student, Requests, options with { Threads = 3, LaneSize = 2 });

        CollectionAssert.AreEqual(one.ToArray(), three.ToArray());
        Assert.AreEqual(one[7], StudentGenerator.Generate(student, [Requests[7]], options)[0]);
    }

    [TestMethod]
    public void Generate_StopText_IsNoPartOfAnyAnswer()
    {
        using Student student = new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));
        GenerationOptions options = new() { MaxNewTokens = 40, StopTexts = ["a", "e"] };

        IReadOnlyList<GenerationResult> answers = StudentGenerator.Generate(student, Requests, options);

        Assert.IsTrue(answers.All(answer => !answer.Text.Contains('a') && !answer.Text.Contains('e')));
        Assert.IsTrue(answers.Any(answer => !answer.Truncated));
    }

    [TestMethod]
    public void Generate_Temperature_DependsOnTheRequestsSeed()
    {
        using Student student = new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));
        GenerationOptions options = new() { MaxNewTokens = 12, Temperature = 1 };

        IReadOnlyList<GenerationResult> answers = StudentGenerator.Generate(student, [new("abc", 1), new("abc", 2), new("abc", 1)], options);

        Assert.AreEqual(answers[0], answers[2]);
        Assert.AreNotEqual(answers[0], answers[1]);
    }

    [TestMethod]
    public void Generate_TrainedStudent_StopsByItself()
    {
        TrainingOptions options = new() { Epochs = 8, BatchTokens = 256, LearningRate = 1e-2 };
        using StudentWeights initial = StudentWeights.Random(Lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, Lessons.Examples, options);
        new StudentTrainer().RunSlice(state, Lessons.Examples, options);
        using Student student = new(Lessons.Tokenizer, state.Weights.Copy());

        GenerationResult answer = StudentGenerator.Generate(student, [new("Say cat, then gnu.")], new GenerationOptions { MaxNewTokens = 30 })[0];

        Assert.IsFalse(answer.Truncated);
        Assert.IsLessThan(30, answer.TokenCount);
    }

    [TestMethod]
    public void Generate_TooFewNewTokens_SaysTruncated()
    {
        using Student student = new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));

        GenerationResult answer = StudentGenerator.Generate(student, [new("abc")], new GenerationOptions { MaxNewTokens = 1 })[0];

        Assert.AreEqual(1, answer.TokenCount);
        Assert.IsTrue(answer.Truncated);
    }
}
