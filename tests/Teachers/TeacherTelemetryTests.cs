using System.Diagnostics;
using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;
using Tapir.Tests.Telemetry;

namespace Tapir.Teachers.Tests;

[TestClass]
public sealed class TeacherTelemetryTests
{
    private const string Question = "what the teacher alone is asked";
    private const string Reply = "what the teacher alone answers";

    [TestMethod]
    public async Task GetResponse_TurnedAwayOnce_TellsEachAttemptTheTokensAndTheRetry()
    {
        using RecordedTelemetry telemetry = new();
        await using EndpointBench bench = await EndpointBench.StartAsync((number, context) =>
        {
            context.Response.Headers.RetryAfter = "37";
            return number == 1 ? FakeOpenAIServer.Error(context, 429, $"slow down, {EndpointBench.Key}: {Question}") : FakeOpenAIServer.Complete(context, Reply);
        });
        Task<TimeSpan> waiting = bench.Time.NextWait(due => due == TimeSpan.FromSeconds(37));
        Task<ChatResponse> asking = bench.Models.Open(bench.Spec, Ledgers.Scope, new PriceTable(new Dictionary<string, ModelPrice> { ["gpt-test"] = new(1_000, 2_000) })).AskAsync(Question);
        await waiting;
        bench.Time.Advance(TimeSpan.FromSeconds(37));
        await asking;

        Activity[] attempts = [.. telemetry.Spans];
        Assert.AreSequenceEqual(["chat gpt-test", "chat gpt-test"], attempts.Select(span => span.DisplayName));
        Assert.AreEqual("429", attempts[0].GetTagItem("error.type"));
        Assert.IsNull(attempts[1].GetTagItem("error.type"));
        Assert.AreEqual("gpt-test-2026", attempts[1].GetTagItem("gen_ai.response.model"));
        Assert.AreEqual(12L, attempts[1].GetTagItem("gen_ai.usage.input_tokens"));
        Assert.AreEqual(4L, attempts[1].GetTagItem("gen_ai.usage.output_tokens"));
        Assert.AreEqual("127.0.0.1", attempts[1].GetTagItem("server.address"));
        Assert.AreSequenceEqual([12d, 4d], telemetry.Measurements("gen_ai.client.token.usage").Select(measured => measured.Value));
        Assert.AreSequenceEqual(["input", "output"], telemetry.Measurements("gen_ai.client.token.usage").Select(measured => (string)measured.Tags["gen_ai.token.type"]!));
        Assert.HasCount(2, telemetry.Measurements("gen_ai.client.operation.duration"));
        Assert.AreEqual("429", telemetry.Measurements("tapir.teacher.retries").Single().Tags["error.type"]);
        Assert.AreEqual(0.02, telemetry.Measurements("tapir.teacher.cost").Single().Value, 1e-9);
        AssertNothingSecret(telemetry);
    }

    [TestMethod]
    public async Task GetResponse_AskedBefore_CountsAHitAndNoCall()
    {
        using RecordedTelemetry telemetry = new();
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        IChatClient client = ledger.Over(new FakeChatClient(_ => Reply));

        await client.AskAsync(Question);
        await client.AskAsync(Question);

        Assert.HasCount(1, telemetry.Measurements("gen_ai.client.operation.duration"));
        Assert.AreEqual("judging.score-shard", telemetry.Measurements("tapir.ledger.hits").Single().Tags["tapir.function.name"]);
        Assert.IsEmpty(telemetry.Spans, "What answers in this process is counted and not traced.");
        AssertNothingSecret(telemetry);
    }

    private static void AssertNothingSecret(RecordedTelemetry telemetry)
    {
        string everything = telemetry.Everything();
        Assert.DoesNotContain(Question, everything);
        Assert.DoesNotContain(Reply, everything);
        Assert.DoesNotContain(EndpointBench.Key, everything);
    }
}
