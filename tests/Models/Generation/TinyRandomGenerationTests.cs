using Tapir.Models.Generation;
using Tapir.Models.Network;
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
        GenerationLane lane = new(weights, new GenerationOptions { MaxNewTokens = Tokens });

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
}
