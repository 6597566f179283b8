using Microsoft.Extensions.AI;
using Tapir.Activities.LocalModels;
using Tapir.Models;
using Tapir.Models.Generation.Running;
using Tapir.Models.Network;
using Tapir.Models.Tokenization;
using Tapir.Teachers;

namespace Tapir.Activities.Tests.LocalModels;

[TestClass]
public sealed class LocalChatClientTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "How many g are 6 kg?")];

    [TestMethod]
    public async Task GetResponseAsync_ManyAtOnce_AnswersEachAsAlone()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits { Slots = 4 });
        using LocalChatClient client = new(runner, "small");
        ChatResponse alone = await client.GetResponseAsync(Question, Drawn(3));

        ChatResponse[] together = await Task.WhenAll(Enumerable.Range(0, 6).Select(seed => client.GetResponseAsync(Question, Drawn(seed))));

        Assert.AreEqual(alone.Text, together[3].Text);
        Assert.IsGreaterThan(1, together.Select(response => response.Text).Distinct().Count());
        Assert.AreEqual("small", alone.ModelId);
        Assert.AreEqual(alone.Usage!.InputTokenCount + alone.Usage.OutputTokenCount, alone.Usage.TotalTokenCount);
    }

    [TestMethod]
    public async Task GetStreamingResponseAsync_Updates_AreTheResponse()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits());
        using LocalChatClient client = new(runner, "small");
        ChatResponse whole = await client.GetResponseAsync(Question, Drawn(1));

        ChatResponse streamed = await client.GetStreamingResponseAsync(Question, Drawn(1)).ToChatResponseAsync();

        Assert.AreEqual(whole.Text, streamed.Text);
        Assert.AreEqual(whole.FinishReason, streamed.FinishReason);
        Assert.AreEqual(whole.Usage!.OutputTokenCount, streamed.Usage!.OutputTokenCount);
    }

    [TestMethod]
    public async Task GetResponseAsync_AnotherSample_IsAnotherAnswerAndTheSameOneAgain()
    {
        using Student student = Untrained();
        await using ModelRunner runner = new(student, new RunnerLimits());
        using LocalChatClient client = new(runner, "small");

        string first = (await client.GetResponseAsync(Question, Sample(0))).Text, second = (await client.GetResponseAsync(Question, Sample(1))).Text;

        Assert.AreNotEqual(first, second);
        Assert.AreEqual(second, (await client.GetResponseAsync(Question, Sample(1))).Text);
    }

    private static ChatOptions Drawn(long seed) => new() { Temperature = 1, MaxOutputTokens = 12, Seed = seed };

    private static ChatOptions Sample(int index)
    {
        ChatOptions options = SampleIndex.Of(index);
        (options.Temperature, options.MaxOutputTokens) = (1, 12);
        return options;
    }

    private static Student Untrained()
    {
        StudentTokenizer tokenizer = StudentTokenizer.Train(["How many g are 6 kg?", "6 kg are 6000 g."], 280);
        StudentConfig shape = new() { VocabularySize = tokenizer.VocabularySize, Width = 32, MlpWidth = 64, Layers = 1, Heads = 2, KeyValueHeads = 1, ContextLength = 128 };
        return new Student(tokenizer, StudentWeights.Random(shape, 2));
    }
}
