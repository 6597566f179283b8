using Tapir.Models.Generation;
using Tapir.Models.Network;
using Tapir.Models.Tests.Network;
using Tapir.Models.Tokenization;

namespace Tapir.Models.Tests.Generation;

[TestClass]
public sealed class GenerationLaneTests
{
    private static readonly HashSet<int> EndIds = [SpecialTokens.EndOfTextId];

    [TestMethod]
    public void Run_TinyLlama_GivesReferencesGreedyTokens()
    {
        using StudentWeights weights = TinyLlama.Weights();
        TinyLlama expected = TinyLlama.Expected();
        GenerationLane lane = new(weights, new GenerationOptions { MaxNewTokens = expected.Greedy.Length }, EndIds);

        int[] answer = lane.Run([expected.Prompt], [0], CancellationToken.None)[0].Tokens;

        CollectionAssert.AreEqual(expected.Greedy, answer);
    }

    [TestMethod]
    public void Run_PromptsOfDifferentLengths_AnswerAsTheFullForwardPassDoes()
    {
        StudentConfig config = new() { VocabularySize = 50, Width = 32, MlpWidth = 64, Layers = 2, Heads = 4, KeyValueHeads = 2, ContextLength = 40 };
        using StudentWeights weights = StudentWeights.Random(config, 11);
        int[][] prompts = [[4], [5, 6, 7, 8, 9], [10, 11], [12, 13, 14, 15, 16, 17, 18, 19, 20]];
        GenerationLane lane = new(weights, new GenerationOptions { MaxNewTokens = 12 }, EndIds);

        IReadOnlyList<GeneratedTokens> answers = lane.Run(prompts, [0, 0, 0, 0], CancellationToken.None);

        using DecoderPass pass = new(config, 40);
        for (int i = 0; i < prompts.Length; i++)
        {
            List<int> all = [.. prompts[i]];
            foreach (int token in answers[i].Tokens)
            {
                float[] logits = pass.Logits(weights.Parameters, [.. all])[^50..];
                Assert.AreEqual(logits.Max(), logits[token], 1e-5f, $"prompt {i}, token {all.Count}");
                all.Add(token);
            }
        }
    }

    [TestMethod]
    public void Run_PromptAsLongAsTheContext_GivesAnEmptyAnswer()
    {
        StudentConfig config = new() { VocabularySize = 50, Width = 32, MlpWidth = 64, Layers = 1, Heads = 2, KeyValueHeads = 2, ContextLength = 4 };
        using StudentWeights weights = StudentWeights.Random(config, 1);
        GenerationLane lane = new(weights, new GenerationOptions(), EndIds);

        GeneratedTokens answer = lane.Run([[1, 2, 3, 4, 5]], [0], CancellationToken.None)[0];

        Assert.IsEmpty(answer.Tokens);
        Assert.IsFalse(answer.HasEnded);
    }
}
