using Tapir.Models.Generation;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;
using Tapir.Models.Network;
using Tapir.Models.Tests.Generation.Batching;
using Tapir.Models.Tests.Network;

namespace Tapir.Models.Tests.Generation;

[TestClass]
[TestCategory("golden")]
public sealed class TinyRandomGenerationTests
{
    [TestMethod]
    [DataRow("llama")]
    [DataRow("llama3-rope-bf16-sharded")]
    [DataRow("mistral-f16")]
    [DataRow("qwen2")]
    [DataRow("qwen3")]
    public void Run_EachArchitecture_GivesPyTorchsGreedyTokens(string name)
    {
        const int Tokens = 4;
        using StudentWeights weights = TinyRandom.Weights(name);
        TinyRandom expected = TinyRandom.Expected(name);
        int[][] prompts = [.. Enumerable.Range(0, expected.Greedy.Length).Select(step => (int[])[.. expected.Prompt, .. expected.Greedy[..step]])];
        GenerationLane lane = new(weights, new GenerationOptions { MaxNewTokens = Tokens }, new HashSet<int>());

        IReadOnlyList<GeneratedTokens> answers = lane.Run(prompts, new ulong[prompts.Length], CancellationToken.None);

        int compared = 0;
        for (int step = 0; step < prompts.Length; step++)
        {
            int[] clear = [.. expected.ClearGreedy(step).Take(Tokens)];
            CollectionAssert.AreEqual(clear, answers[step].Tokens[..clear.Length], $"from step {step}");
            compared += clear.Length;
        }

        Assert.IsGreaterThan(20, compared);
    }

    [TestMethod]
    [DataRow("llama")]
    [DataRow("llama3-rope-bf16-sharded")]
    [DataRow("mistral-f16")]
    [DataRow("qwen2")]
    [DataRow("qwen3")]
    public void Step_EachArchitectureInOneBatch_GivesPyTorchsGreedyTokens(string name)
    {
        using StudentWeights weights = TinyRandom.Weights(name);
        TinyRandom expected = TinyRandom.Expected(name);
        int[][] prompts = [.. Enumerable.Range(0, expected.Greedy.Length).Select(step => (int[])[.. expected.Prompt, .. expected.Greedy[..step]])];
        RecordedAnswer[] answers = [.. prompts.Select(_ => new RecordedAnswer())];
        using AnswerBatch batch = new(weights, new BatchLimits { Slots = 7, ChunkTokens = 50, Threads = 2 });
        for (int step = 0; step < prompts.Length; step++)
        {
            int room = expected.Greedy.Length - step;
            batch.Add(new BatchAnswer(prompts[step], room, new TokenChooser(new GenerationOptions(), 0, prompts[step]), answers[step], CancellationToken.None));
        }

        while (batch.Step())
        {
        }

        int compared = 0;
        for (int step = 0; step < prompts.Length; step++)
        {
            int[] clear = expected.ClearGreedy(step);
            CollectionAssert.AreEqual(clear, answers[step].Ids[..clear.Length], $"from step {step}");
            compared += clear.Length;
        }

        Assert.IsGreaterThan(40, compared);
    }
}
