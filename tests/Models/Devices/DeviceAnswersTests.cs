using Tapir.Models.Devices;
using Tapir.Models.Generation;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;
using Tapir.Models.Network;
using Tapir.Models.Tests.Generation.Batching;
using Tapir.Models.Tests.Network;
using Tapir.Models.Tests.Training;
using Tapir.Models.Training;

namespace Tapir.Models.Tests.Devices;

/// <summary>A student asked by the code of a device, on libtorch's processor.</summary>
[TestClass]
public sealed class DeviceAnswersTests
{
    private static readonly Lessons Lessons = Lessons.Create();
    private static readonly GenerationOptions Options = new() { MaxNewTokens = 12, LaneSize = 4, Device = ComputeDevice.TensorsOnCpu };

    [TestMethod]
    [DataRow("llama")]
    [DataRow("llama3-rope-bf16-sharded")]
    [DataRow("mistral-f16")]
    [DataRow("qwen2")]
    [DataRow("qwen3")]
    public void Run_EachArchitecture_GivesPyTorchsGreedyTokens(string name)
    {
        using StudentWeights weights = TinyRandom.Weights(name);
        TinyRandom expected = TinyRandom.Expected(name);
        int[][] prompts = [.. Enumerable.Range(0, expected.Greedy.Length).Select(step => (int[])[.. expected.Prompt, .. expected.Greedy[..step]])];
        RecordedAnswer[] answers = [.. prompts.Select(_ => new RecordedAnswer())];

        DeviceAnswers.Run(
            weights,
            ComputeDevice.TensorsOnCpu,
            [.. prompts.Select((prompt, step) => new BatchAnswer(prompt, expected.Greedy.Length - step, new TokenChooser(new GenerationOptions(), 0, prompt), answers[step], CancellationToken.None))],
            new BatchLimits { Slots = 7, Threads = 1 },
            CancellationToken.None);

        int compared = 0;
        for (int step = 0; step < prompts.Length; step++)
        {
            int[] clear = expected.ClearGreedy(step);
            CollectionAssert.AreEqual(clear, answers[step].Ids[..clear.Length], $"from step {step}");
            compared += clear.Length;
        }

        Assert.IsGreaterThan(40, compared);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.7)]
    public void Generate_TrainedStudent_AnswersAsOnTheProcessor(double temperature)
    {
        using Student student = Trained();
        GenerationRequest[] requests = [.. Lessons.Examples.Take(20).Select((_, i) => new GenerationRequest(i % 2 == 0 ? "Say cat, then gnu." : $"Say {new string('e', i)}l, then bee please.", (ulong)i))];
        GenerationOptions options = Options with { Temperature = temperature };

        IReadOnlyList<GenerationResult> answers = StudentGenerator.Generate(student, requests, options);

        CollectionAssert.AreEqual(StudentGenerator.Generate(student, requests, options with { Device = ComputeDevice.Cpu }).ToArray(), answers.ToArray());
        Assert.IsTrue(answers.Any(answer => !answer.Truncated));
    }

    [TestMethod]
    public void Generate_SameRequestsAgain_GivesTheSameAnswers()
    {
        using Student student = new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));
        GenerationRequest[] requests = [.. Enumerable.Range(0, 11).Select(i => new GenerationRequest(new string('a', 1 + (i * 5 % 17)), (ulong)i))];
        GenerationOptions options = Options with { Temperature = 0.9, TopK = 40 };

        CollectionAssert.AreEqual(StudentGenerator.Generate(student, requests, options).ToArray(), StudentGenerator.Generate(student, requests, options).ToArray());
    }

    [TestMethod]
    public void Generate_PromptThatFillsTheContext_HasAnEmptyAnswer()
    {
        using Student student = new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));

        GenerationResult[] answers = [.. StudentGenerator.Generate(student, [new GenerationRequest(string.Concat(Enumerable.Repeat("xyzq", 40))), new GenerationRequest("abc")], Options)];

        Assert.AreEqual(new GenerationResult("", 0, Truncated: true), answers[0]);
        Assert.IsGreaterThan(0, answers[1].TokenCount);
    }

    [TestMethod]
    public void Generate_Cancelled_Stops()
    {
        using Student student = new(Lessons.Tokenizer, StudentWeights.Random(Lessons.Config, 1));
        using CancellationTokenSource stop = new();
        stop.Cancel();

        Assert.ThrowsExactly<OperationCanceledException>(() => StudentGenerator.Generate(student, [new GenerationRequest("abc")], Options, cancellation: stop.Token));
    }

    [TestMethod]
    public void Loss_HeldOutExamples_IsTheProcessors()
    {
        using StudentWeights weights = StudentWeights.Random(Lessons.Config, 1);

        double loss = StudentTrainer.Loss(weights, Lessons.Examples, 1, ComputeDevice.TensorsOnCpu);

        Assert.AreEqual(StudentTrainer.Loss(weights, Lessons.Examples, 1), loss, 1e-5);
    }

    [TestMethod]
    public void LogProbabilities_OfEachExample_AreTheProcessors()
    {
        using StudentWeights weights = StudentWeights.Random(Lessons.Config, 1);

        double[] sums = [.. StudentTrainer.LogProbabilities(weights, Lessons.Examples, 1, ComputeDevice.TensorsOnCpu, ProductPrecision.Float32)];
        double[] rounded = [.. StudentTrainer.LogProbabilities(weights, Lessons.Examples, 1, ComputeDevice.TensorsOnCpu, ProductPrecision.Bfloat16)];

        double[] expected = [.. StudentTrainer.LogProbabilities(weights, Lessons.Examples, 1)];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], sums[i], 1e-4 * Math.Abs(expected[i]));
            Assert.AreEqual(expected[i], rounded[i], 0.05 * Math.Abs(expected[i]));
        }

        CollectionAssert.AreNotEqual(sums, rounded);
    }

    private static Student Trained()
    {
        TrainingOptions options = new() { Epochs = 8, BatchTokens = 256, LearningRate = 1e-2 };
        using StudentWeights initial = StudentWeights.Random(Lessons.Config, 1);
        using TrainingState state = TrainingState.Begin(initial, Lessons.Examples, options);
        new StudentTrainer().RunSlice(state, Lessons.Examples, options);
        return new Student(Lessons.Tokenizer, state.Weights.Copy());
    }
}
