using System.Text.Json;
using Tapir.Models.Checkpoints;
using Tapir.Models.Generation;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;
using Tapir.Models.Network;
using Tapir.Models.Tests.Generation.Batching;

namespace Tapir.Models.Tests.Generation;

/// <summary>A real instruction model answers in one batch what PyTorch answers one by one.</summary>
[TestClass]
[DoNotParallelize]
public sealed class SmolLmGenerationTests
{
    private const double ClearMargin = 0.02;

    [TestMethod]
    public void Step_SmolLm_GivesPyTorchsGreedyTokensAndLogits()
    {
        Conversation[] conversations = Conversation.Read(SharedFiles.PathOrSkip("models", "smollm2-135m-instruct", "golden", "generation.json"));
        using StudentWeights weights = Weights();
        RecordedAnswer[] answers = [.. conversations.Select(_ => new RecordedAnswer(endId: 2))];
        using AnswerBatch batch = new(weights, new BatchLimits { Slots = 6, CachePositions = 6 * 128, ChunkTokens = 100, Threads = 2 });
        for (int i = 0; i < conversations.Length; i++)
        {
            int[] prompt = conversations[i].Prompt;
            batch.Add(new BatchAnswer(prompt, 64, new TokenChooser(new GenerationOptions { TopLogProbabilities = 10 }, 0, prompt), answers[i], CancellationToken.None));
        }

        while (batch.Step())
        {
        }

        for (int i = 0; i < conversations.Length; i++)
        {
            int[] clear = [.. conversations[i].Greedy.Zip(conversations[i].Margins).TakeWhile(step => step.Second >= ClearMargin).Select(step => step.First)];
            CollectionAssert.AreEqual(clear, answers[i].Ids.Take(clear.Length).ToArray(), $"conversation {i}");
            IReadOnlyList<RankedToken> best = answers[i].Tokens[0].Ranking.Best;
            foreach ((int id, double logit) in conversations[i].Best)
            {
                // Differences of logits are differences of log-probabilities.
                double own = best.Single(ranked => ranked.Id == id).LogProbability - best[0].LogProbability;
                Assert.AreEqual(logit - conversations[i].Best[0].Logit, own, 4e-3, $"conversation {i}, token {id}");
            }
        }

        Assert.IsTrue(answers.Any(answer => answer.End == AnswerEnd.Complete), "Some end by themselves.");
    }

    private static StudentWeights Weights()
    {
        using Checkpoint checkpoint = Checkpoint.Open(SharedFiles.PathOrSkip("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf"));
        return checkpoint.ReadWeights();
    }

    private sealed record Conversation(int[] Prompt, (int Id, double Logit)[] Best, int[] Greedy, double[] Margins)
    {
        public static Conversation[] Read(string path)
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
            return [.. json.RootElement.EnumerateArray().Select(conversation => new Conversation(
                Ids(conversation, "prompt_ids"),
                [.. conversation.GetProperty("last_logits_top10").EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetDouble()))],
                Ids(conversation, "greedy_ids"),
                [.. conversation.GetProperty("greedy_margins").EnumerateArray().Select(margin => margin.GetDouble())]))];
        }

        private static int[] Ids(JsonElement conversation, string name) => [.. conversation.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
    }
}
