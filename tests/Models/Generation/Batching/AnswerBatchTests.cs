using Tapir.Models.Generation;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;
using Tapir.Models.Network;
using Tapir.Models.Tests.Network;

namespace Tapir.Models.Tests.Generation.Batching;

[TestClass]
public sealed class AnswerBatchTests
{
    // Sizes that fill no vector, no tile and no page.
    private static readonly StudentConfig Odd = new() { VocabularySize = 53, Width = 44, MlpWidth = 57, Layers = 2, Heads = 6, KeyValueHeads = 2, HeadDimension = 10, ContextLength = 200 };
    private static readonly GenerationOptions Told = new() { Temperature = 0.9, TopP = 0.95, TopLogProbabilities = 4 };

    [TestMethod]
    public void Step_TinyLlama_GivesReferencesGreedyTokens()
    {
        using StudentWeights weights = TinyLlama.Weights();
        TinyLlama expected = TinyLlama.Expected();
        RecordedAnswer answer = new();

        RunAll(weights, new BatchLimits(), (expected.Prompt, expected.Greedy.Length, answer, new GenerationOptions(), 0));

        CollectionAssert.AreEqual(expected.Greedy, answer.Ids);
        Assert.AreEqual(AnswerEnd.Length, answer.End);
    }

    [TestMethod]
    public void Step_PromptsOfManyLengths_AnswerAsTheFullForwardPassDoes()
    {
        using StudentWeights weights = StudentWeights.Random(Odd, 11);
        (int[] Prompt, int Room, RecordedAnswer Answer, GenerationOptions, ulong)[] asked =
            [.. ((int[])[1, 2, 31, 32, 33, 64, 65, 100]).Select(length => (Prompt(length, length), 12, new RecordedAnswer(), new GenerationOptions { TopLogProbabilities = 0 }, 0UL))];

        RunAll(weights, new BatchLimits { ChunkTokens = 40, Threads = 2 }, asked);

        using DecoderPass pass = new(Odd, 200);
        foreach ((int[] prompt, _, RecordedAnswer answer, _, _) in asked)
        {
            List<int> all = [.. prompt];
            foreach (ChosenToken token in answer.Tokens)
            {
                float[] logits = pass.Logits(weights.Parameters, [.. all])[^53..];
                double logSum = Math.Log(logits.Sum(logit => Math.Exp(logit)));
                Assert.AreEqual(logits.Max() - logSum, token.Ranking.LogProbability, 1e-4, $"prompt of {prompt.Length}, token {all.Count}");
                all.Add(token.Id);
            }
        }
    }

    [TestMethod]
    [DataRow(1, 1, 1, DisplayName = "one at a time, token by token")]
    [DataRow(3, 7, 1, DisplayName = "three slots, small chunks")]
    [DataRow(16, 256, 3, DisplayName = "all at once, three threads")]
    [DataRow(5, 33, 2, DisplayName = "chunks across pages, two threads")]
    public void Step_OtherNeighboursChunksAndThreads_GiveTheSameBits(int slots, int chunk, int threads)
    {
        using StudentWeights weights = StudentWeights.Random(Odd, 5);
        string[] alone = [.. Enumerable.Range(0, 16).Select(i => Bits(weights, new BatchLimits { Threads = 1 }, [i])[0])];

        string[] together = Bits(weights, new BatchLimits { Slots = slots, ChunkTokens = chunk, Threads = threads }, [.. Enumerable.Range(0, 16)]);

        CollectionAssert.AreEqual(alone, together);
    }

    [TestMethod]
    public void Step_PromptsThatBeginAlike_ComputeThatOnceAndAnswerTheSame()
    {
        using StudentWeights weights = StudentWeights.Random(Odd, 6);
        int[] shared = Prompt(80, 1);
        int[][] prompts = [.. Enumerable.Range(0, 6).Select(i => (int[])[.. shared, .. Prompt(3 + i, i)])];
        string[] alone = [.. prompts.Select(prompt => Answer(weights, prompt).Bits)];
        RecordedAnswer[] answers = [.. prompts.Select(_ => new RecordedAnswer())];
        using AnswerBatch batch = new(weights, new BatchLimits { Slots = 4 });

        RunAll(batch, [.. prompts.Select((prompt, i) => (prompt, 20, answers[i], Told, 7UL))]);

        CollectionAssert.AreEqual(alone, answers.Select(answer => answer.Bits).ToArray());
        Assert.AreEqual(5 * 64, batch.SharedTokens);
    }

    [TestMethod]
    public void Step_MoreAnswersThanTheCacheHolds_KeepsWithinIt()
    {
        using StudentWeights weights = StudentWeights.Random(Odd, 7);
        RecordedAnswer[] answers = [.. Enumerable.Range(0, 12).Select(_ => new RecordedAnswer())];
        using AnswerBatch batch = new(weights, new BatchLimits { Slots = 8, CachePositions = 3 * 64 });
        int most = 0;

        foreach ((RecordedAnswer answer, int i) in answers.Select((answer, i) => (answer, i)))
        {
            int[] prompt = Prompt(40, i);
            batch.Add(new BatchAnswer(prompt, 24, new TokenChooser(Told, 1, prompt), answer, CancellationToken.None));
        }

        while (batch.Step())
        {
            most = Math.Max(most, batch.Active);
        }

        Assert.AreEqual(3, most, "two pages each, six in all");
        Assert.IsTrue(answers.All(answer => answer.Tokens.Count == 24 && answer.End == AnswerEnd.Length));
        Assert.IsLessThanOrEqualTo(3 * 64 * PageLayout.Of(Odd).BytesPerPosition, batch.CacheBytes);
    }

    [TestMethod]
    public void Step_OneAnswerCancelled_LeavesTheOthersAsTheyWere()
    {
        using StudentWeights weights = StudentWeights.Random(Odd, 8);
        string alone = Answer(weights, Prompt(40, 2)).Bits;
        using CancellationTokenSource cancellation = new();
        RecordedAnswer cancelled = new(), other = new();
        using AnswerBatch batch = new(weights, new BatchLimits());
        batch.Add(new BatchAnswer(Prompt(40, 1), 20, new TokenChooser(Told, 7, []), cancelled, cancellation.Token));
        batch.Add(new BatchAnswer(Prompt(40, 2), 20, new TokenChooser(Told, 7, []), other, CancellationToken.None));

        batch.Step();
        batch.Step();
        cancellation.Cancel();
        while (batch.Step())
        {
        }

        Assert.AreEqual(AnswerEnd.Cancelled, cancelled.End);
        Assert.HasCount(2, cancelled.Tokens);
        Assert.AreEqual(alone, other.Bits);
    }

    [TestMethod]
    public void Step_AnswerEnds_MakesPlaceForTheNextAtOnce()
    {
        using StudentWeights weights = StudentWeights.Random(Odd, 9);
        RecordedAnswer first = new(), second = new(), third = new();
        using AnswerBatch batch = new(weights, new BatchLimits { Slots = 2 });
        batch.Add(new BatchAnswer(Prompt(3, 1), 2, new TokenChooser(Told, 1, []), first, CancellationToken.None));
        batch.Add(new BatchAnswer(Prompt(3, 2), 9, new TokenChooser(Told, 1, []), second, CancellationToken.None));
        batch.Add(new BatchAnswer(Prompt(3, 3), 2, new TokenChooser(Told, 1, []), third, CancellationToken.None));

        for (int i = 0; i < 4; i++)
        {
            batch.Step();
        }

        Assert.AreEqual(AnswerEnd.Length, third.End);
        Assert.HasCount(4, second.Tokens);
    }

    [TestMethod]
    public void Add_LongerThanTheCache_SaysSo()
    {
        using StudentWeights weights = StudentWeights.Random(Odd, 1);
        using AnswerBatch batch = new(weights, new BatchLimits { CachePositions = 64 });

        ArgumentException refusal = Assert.ThrowsExactly<ArgumentException>(() => batch.Add(new BatchAnswer(Prompt(60, 1), 20, new TokenChooser(Told, 1, []), new RecordedAnswer(), CancellationToken.None)));

        Assert.Contains("80 tokens", refusal.Message);
    }

    private static int[] Prompt(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(53))];
    }

    private static RecordedAnswer Answer(StudentWeights weights, int[] prompt)
    {
        RecordedAnswer answer = new();
        RunAll(weights, new BatchLimits { Threads = 1 }, (prompt, 20, answer, Told, 7));
        return answer;
    }

    // Prompts from one token to more than two pages, some with the same beginning.
    private static string[] Bits(StudentWeights weights, BatchLimits limits, int[] which)
    {
        RecordedAnswer[] answers = [.. which.Select(_ => new RecordedAnswer())];
        RunAll(weights, limits, [.. which.Select((i, place) => ((int[])[.. Prompt(i * 5, i % 3), i], 9 + i, answers[place], Told, (ulong)i))]);
        return [.. answers.Select(answer => answer.Bits)];
    }

    private static void RunAll(StudentWeights weights, BatchLimits limits, params (int[] Prompt, int Room, RecordedAnswer Answer, GenerationOptions Options, ulong Seed)[] asked)
    {
        using AnswerBatch batch = new(weights, limits);
        RunAll(batch, asked);
    }

    private static void RunAll(AnswerBatch batch, (int[] Prompt, int Room, RecordedAnswer Answer, GenerationOptions Options, ulong Seed)[] asked)
    {
        foreach ((int[] prompt, int room, RecordedAnswer answer, GenerationOptions options, ulong seed) in asked)
        {
            batch.Add(new BatchAnswer(prompt, room, new TokenChooser(options, seed, prompt), answer, CancellationToken.None));
        }

        while (batch.Step())
        {
        }
    }
}
