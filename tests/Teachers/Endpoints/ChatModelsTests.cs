using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Endpoints;

[TestClass]
public sealed class ChatModelsTests
{
    [TestMethod]
    public async Task Open_EndpointThatAnswers_SendsTheRequestAndRecordsTheRawReply()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "four"));
        bench.Spec = bench.Spec with { Temperature = 0.5, MaxTokens = 77 };
        ChatResponse response = await bench.Open().AskAsync("2 + 2?");
        Assert.AreEqual("four", response.Text);
        Assert.AreEqual("gpt-test-2026", response.ModelId);
        Assert.AreEqual(ChatFinishReason.Stop, response.FinishReason);
        Assert.AreEqual(12, response.Usage!.InputTokenCount);

        JsonNode body = bench.Server.Bodies.Single();
        Assert.AreEqual("gpt-test", (string?)body["model"]);
        Assert.AreEqual(77, (int?)body["max_completion_tokens"]);
        Assert.AreEqual(0.5, (double?)body["temperature"]);
        Assert.AreEqual("Bearer " + EndpointBench.Key, bench.Server.Authorizations.Single());
        Assert.Contains("chatcmpl-1", bench.DiskBytes());

        await bench.Open().AskAsync("2 + 2?");
        Assert.AreEqual(1, bench.Server.Requests);
    }

    [TestMethod]
    public async Task Open_OlderServerWithoutKey_SendsMaxTokensAndNoHeader()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "four"));
        bench.Spec = bench.Spec with { KeyVariable = null, MaxTokensField = MaxTokensField.MaxTokens };
        await bench.Open().AskAsync("2 + 2?");
        JsonNode body = bench.Server.Bodies.Single();
        Assert.AreEqual(1024, (int?)body["max_tokens"]);
        Assert.IsNull(body["max_completion_tokens"]);
        Assert.AreEqual("", bench.Server.Authorizations.Single() ?? "");
    }

    [TestMethod]
    public async Task GetResponse_ContentFilter_IsAnOutcomeAndNotAskedAgain()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((number, context) => number == 1
            ? FakeOpenAIServer.Complete(context, "", "content_filter")
            : FakeOpenAIServer.Error(context, 400, "filtered", "content_filter"));
        ChatResponse answer = await bench.Open().AskAsync("one");
        ChatResponse prompt = await bench.Open().AskAsync("two");
        Assert.AreEqual(ChatFinishReason.ContentFilter, answer.FinishReason);
        Assert.AreEqual(ChatFinishReason.ContentFilter, prompt.FinishReason);
        await bench.Open().AskAsync("one");
        await bench.Open().AskAsync("two");
        Assert.AreEqual(2, bench.Server.Requests);
    }

    [TestMethod]
    public async Task GetResponse_EveryReplyEchoesTheKey_ItIsNowhereToBeFound()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((number, context) => number switch
        {
            1 => FakeOpenAIServer.Complete(context, $"your header was Bearer {EndpointBench.Key}"),
            2 => FakeOpenAIServer.Error(context, 500, $"crashed on {EndpointBench.Key}"),
            _ => FakeOpenAIServer.Error(context, 400, $"bad {EndpointBench.Key}"),
        });
        ChatResponse response = await bench.Open().AskAsync("one");
        Assert.DoesNotContain(EndpointBench.Key, response.Text);
        Task<TimeSpan> waiting = bench.NextRetry();
        Task<ChatResponse> asking = bench.Open().AskAsync("two");
        bench.Time.Advance(await waiting);
        Exception error = await Assert.ThrowsAsync<Exception>(() => asking);
        Assert.DoesNotContain(EndpointBench.Key, error.ToString());
        Assert.DoesNotContain(EndpointBench.Key, string.Join('\n', bench.Log.Lines));
        Assert.DoesNotContain(EndpointBench.Key, bench.DiskBytes());
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("  ")]
    [DataRow("two words")]
    public async Task Open_KeyMissingOrNoKey_NamesTheVariable(string? value)
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "x"));
        bench.Environment["TEST_KEY"] = value;
        EndpointRefusedException error = Assert.ThrowsExactly<EndpointRefusedException>(() => bench.Open());
        Assert.Contains("TEST_KEY", error.Message);
        Assert.DoesNotContain("two words", error.Message);
    }

    [TestMethod]
    public async Task Open_BudgetInMoneyAndNoPrice_PausesTheRun()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "x"));
        await bench.Ledger.SetBudgetAsync("run-1", new BudgetLimits(Money: 1m));
        Assert.Contains("gpt-test", Assert.ThrowsExactly<PriceMissingException>(() => bench.Open()).Message);
    }

    [TestMethod]
    public async Task Open_SpecOfTheTutor_AsksTheTutor()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "x"));
        bench.Spec = ChatModelSpec.Tutor;
        Assert.AreEqual("tutor", (await bench.Open().AskAsync("one")).Text);
        Assert.AreEqual(0, bench.Server.Requests);
    }
}
