using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
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
    public async Task GetResponse_TooManyRequests_WaitsAsLongAsTheEndpointAsks()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((number, context) =>
        {
            context.Response.Headers.RetryAfter = "37";
            return number == 1 ? FakeOpenAIServer.Error(context, 429, "slow down") : FakeOpenAIServer.Complete(context, "four");
        });
        Task<TimeSpan> waiting = bench.Time.NextWait(due => due == TimeSpan.FromSeconds(37));
        Task<ChatResponse> asking = bench.Open().AskAsync("2 + 2?");
        await waiting;
        Assert.AreEqual(1, bench.Server.Requests);
        bench.Time.Advance(TimeSpan.FromSeconds(37));
        Assert.AreEqual("four", (await asking).Text);
        CallTotals totals = Ledgers.Only(bench.Ledger);
        Assert.AreEqual(1, totals.Calls, "a call that was turned away is not paid for");
        Assert.AreEqual(0, totals.Unanswered);
    }

    [TestMethod]
    public async Task GetResponse_TooManyRequests_HoldsTheOtherCallsBackToo()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((number, context) =>
        {
            context.Response.Headers.RetryAfter = "37";
            return number == 1 ? FakeOpenAIServer.Error(context, 429, "slow down") : FakeOpenAIServer.Complete(context, "x");
        });
        Task<TimeSpan> waiting = bench.Time.NextWait(due => due == TimeSpan.FromSeconds(37));
        Task<ChatResponse> first = bench.Open().AskAsync("one");
        await waiting;
        Task<TimeSpan> held = bench.Time.NextWait(due => due == TimeSpan.FromSeconds(37));
        Task<ChatResponse> second = bench.Open().AskAsync("two");
        await held;
        Assert.AreEqual(1, bench.Server.Requests);
        bench.Time.Advance(TimeSpan.FromSeconds(37));
        await Task.WhenAll(first, second);
        Assert.AreEqual(3, bench.Server.Requests);
    }

    [TestMethod]
    public async Task GetResponse_WaitOfHours_PausesTheRun()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) =>
        {
            context.Response.Headers.RetryAfter = "7200";
            return FakeOpenAIServer.Error(context, 429, "daily limit");
        });
        EndpointUnavailableException error = await Assert.ThrowsExactlyAsync<EndpointUnavailableException>(() => bench.Open().AskAsync("one"));
        Assert.Contains("120 minutes", error.Message);
        Assert.AreEqual(1, bench.Server.Requests);
    }

    [TestMethod]
    public async Task GetResponse_ServerFault_IsTriedAgainAfterAPause()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((number, context) =>
            number == 1 ? FakeOpenAIServer.Error(context, 500, "oops") : FakeOpenAIServer.Complete(context, "four"));
        Task<TimeSpan> waiting = bench.Time.NextWait(IsBackoff);
        Task<ChatResponse> asking = bench.Open().AskAsync("2 + 2?");
        bench.Time.Advance(await waiting);
        Assert.AreEqual("four", (await asking).Text);
        Assert.AreEqual(2, bench.Server.Requests);
        Assert.Contains("oops", bench.Log.Lines.Single());
    }

    [TestMethod]
    public async Task GetResponse_ServerFaultForGood_PausesTheRunAndSaysWhy()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Error(context, 503, "overloaded"));
        bench.Spec = bench.Spec with { Retries = 2 };
        Task<ChatResponse> asking = Ask();
        EndpointUnavailableException error = await Assert.ThrowsExactlyAsync<EndpointUnavailableException>(() => asking);
        Assert.Contains("overloaded", error.Message);
        Assert.Contains("3 attempts", error.Message);
        Assert.AreEqual(3, bench.Server.Requests);
        Assert.AreEqual(default, bench.Ledger.SpentBy("run-1"));

        async Task<ChatResponse> Ask()
        {
            Task<TimeSpan> first = bench.Time.NextWait(IsBackoff);
            Task<ChatResponse> task = bench.Open().AskAsync("2 + 2?");
            TimeSpan pause = await first;
            Task<TimeSpan> second = bench.Time.NextWait(IsBackoff);
            bench.Time.Advance(pause);
            bench.Time.Advance(await second);
            return await task;
        }
    }

    [TestMethod]
    public async Task GetResponse_NoAnswerInTime_IsTriedAgainAndCountsAsSpent()
    {
        TaskCompletionSource arrived = new();
        await using EndpointBench bench = await EndpointBench.StartAsync(async (number, context) =>
        {
            if (number == 1)
            {
                arrived.SetResult();
                TaskCompletionSource gone = new();
                using CancellationTokenRegistration abort = context.RequestAborted.Register(gone.SetResult);
                await gone.Task;
                return;
            }

            await FakeOpenAIServer.Complete(context, "four");
        });
        Task<TimeSpan> waiting = bench.Time.NextWait(IsBackoff);
        Task<ChatResponse> asking = bench.Open().AskAsync("2 + 2?");
        await arrived.Task;
        bench.Time.Advance(bench.Spec.Timeout);
        bench.Time.Advance(await waiting);
        Assert.AreEqual("four", (await asking).Text);
        CallTotals totals = Ledgers.Only(bench.Ledger);
        Assert.AreEqual(2, totals.Calls);
        Assert.AreEqual(1, totals.Unanswered);
        Assert.Contains("90 seconds", bench.Log.Lines.Single());
    }

    [TestMethod]
    public async Task GetResponse_BodyBrokenOff_IsTriedAgainAndCountsAsSpent()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync(async (number, context) =>
        {
            if (number == 1)
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = 5000;
                await context.Response.WriteAsync("{\"id\":\"chatcmpl-1\",\"choices\":[{");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }

            await FakeOpenAIServer.Complete(context, "four");
        });
        Task<TimeSpan> waiting = bench.Time.NextWait(IsBackoff);
        Task<ChatResponse> asking = bench.Open().AskAsync("2 + 2?");
        bench.Time.Advance(await waiting);
        Assert.AreEqual("four", (await asking).Text);
        Assert.AreEqual(2, Ledgers.Only(bench.Ledger).Calls);
    }

    [TestMethod]
    [DataRow("<html>login</html>")]
    [DataRow("{}")]
    [DataRow("{\"id\":\"x\",\"choices\":[]}")]
    public async Task GetResponse_SuccessThatIsNoCompletion_PausesTheRun(string body)
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Json(context, 200, body));
        bench.Spec = bench.Spec with { Retries = 0 };
        EndpointUnavailableException error = await Assert.ThrowsExactlyAsync<EndpointUnavailableException>(() => bench.Open().AskAsync("one"));
        Assert.Contains("no chat completion", error.Message);
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
    public async Task GetResponse_KeyRevokedInMidRun_PausesNamingEndpointAndVariable()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((number, context) => number == 1
            ? FakeOpenAIServer.Complete(context, "four")
            : FakeOpenAIServer.Error(context, 401, $"Incorrect API key provided: {EndpointBench.Key}", "invalid_api_key"));
        await bench.Open().AskAsync("one");
        EndpointRefusedException error = await Assert.ThrowsExactlyAsync<EndpointRefusedException>(() => bench.Open().AskAsync("two"));
        Assert.Contains("TEST_KEY", error.Message);
        Assert.Contains(bench.Server.Url.ToString(), error.Message);
        Assert.DoesNotContain(EndpointBench.Key, error.ToString());
        Assert.AreEqual(2, bench.Server.Requests);
        Assert.AreEqual(1, bench.Ledger.SpentBy("run-1").Calls);
        Assert.AreEqual("four", (await bench.Open().AskAsync("one")).Text);
    }

    [TestMethod]
    public async Task GetResponse_RedirectElsewhere_IsNotFollowed()
    {
        await using FakeOpenAIServer elsewhere = await FakeOpenAIServer.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "stolen"));
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) =>
        {
            context.Response.Redirect($"{elsewhere.Url}/chat?key={EndpointBench.Key}", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        EndpointRefusedException error = await Assert.ThrowsExactlyAsync<EndpointRefusedException>(() => bench.Open().AskAsync("one"));
        Assert.Contains(elsewhere.Url.ToString(), error.Message);
        Assert.DoesNotContain(EndpointBench.Key, error.ToString());
        Assert.AreEqual(0, elsewhere.Requests);
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
        Task<TimeSpan> waiting = bench.Time.NextWait(IsBackoff);
        Task<ChatResponse> asking = bench.Open().AskAsync("two");
        bench.Time.Advance(await waiting);
        Exception error = await Assert.ThrowsAsync<Exception>(() => asking);
        Assert.DoesNotContain(EndpointBench.Key, error.ToString());
        Assert.DoesNotContain(EndpointBench.Key, string.Join('\n', bench.Log.Lines));
        Assert.DoesNotContain(EndpointBench.Key, bench.DiskBytes());
    }

    [TestMethod]
    public async Task GetResponse_UnknownModel_PausesTheRun()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Error(context, 404, "no model gpt-test"));
        EndpointRefusedException error = await Assert.ThrowsExactlyAsync<EndpointRefusedException>(() => bench.Open().AskAsync("one"));
        Assert.Contains("gpt-test", error.Message);
    }

    [TestMethod]
    public async Task GetResponse_EveryRequestRejected_IsAFaultOfTheSpec()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Error(context, 400, "unknown parameter"));
        await Assert.ThrowsExactlyAsync<RequestRejectedException>(() => bench.Open().AskAsync("one"));
        await Assert.ThrowsExactlyAsync<RequestRejectedException>(() => bench.Open().AskAsync("two"));
        EndpointRefusedException error = await Assert.ThrowsExactlyAsync<EndpointRefusedException>(() => bench.Open().AskAsync("three"));
        Assert.Contains("unknown parameter", error.Message);
    }

    [TestMethod]
    public async Task GetResponse_NobodyListens_PausesTheRun()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "x"));
        bench.Spec = bench.Spec with { Retries = 0 };
        await bench.Server.DisposeAsync();
        await Assert.ThrowsExactlyAsync<EndpointUnavailableException>(() => bench.Open().AskAsync("one"));
        Assert.AreEqual(default, bench.Ledger.SpentBy("run-1"));
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

    [TestMethod]
    public async Task GetResponse_MoreCallsThanPlaces_OnlySoManyAtOneTime()
    {
        int now = 0;
        int most = 0;
        Lock sync = new();
        await using EndpointBench bench = await EndpointBench.StartAsync(async (_, context) =>
        {
            lock (sync)
            {
                most = Math.Max(most, ++now);
            }

            await Task.Yield();
            lock (sync)
            {
                now--;
            }

            await FakeOpenAIServer.Complete(context, "x");
        });
        bench.Spec = bench.Spec with { Concurrency = 3 };
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => bench.Open().AskAsync($"question {i}")));
        Assert.IsLessThanOrEqualTo(3, most);
        Assert.AreEqual(30, bench.Server.Requests);
    }

    [TestMethod]
    public async Task GetResponse_CallsAMinute_AreSpacedEvenly()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((_, context) => FakeOpenAIServer.Complete(context, "x"));
        bench.Spec = bench.Spec with { RequestsPerMinute = 30 };
        await bench.Open().AskAsync("one");
        Task<TimeSpan> waiting = bench.Time.NextWait(due => due == TimeSpan.FromSeconds(2));
        Task<ChatResponse> second = bench.Open().AskAsync("two");
        await waiting;
        Assert.AreEqual(1, bench.Server.Requests);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await second;
    }

    private static bool IsBackoff(TimeSpan due) => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(61);

    [TestMethod]
    public async Task Open_Tutor_HasNoMoreCallsInFlightThanItsConcurrency()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        TaskCompletionSource busy = new();
        TaskCompletionSource answer = new();
        int inFlight = 0;
        using FakeChatClient tutor = new(async (_, _) =>
        {
            if (Interlocked.Increment(ref inFlight) == 3)
            {
                busy.SetResult();
            }

            await answer.Task;
            return FakeChatClient.Reply("x");
        });
        using ChatModels models = new(ledger, tutor, TimeProvider.System, new LogLines<ChatModels>());
        // Two functions of one run: their clients share the places.
        ChatModelSpec spec = ChatModelSpec.Tutor with { Concurrency = 3 };
        Task<ChatResponse>[] asks = [.. Enumerable.Range(0, 20).Select(i =>
            models.Open(spec, Ledgers.Scope with { Function = $"function-{i % 2}" }, PriceTable.Empty).AskAsync($"question {i}"))];

        await busy.Task;
        Assert.AreEqual(3, ledger.SpentBy(Ledgers.Scope.Run).Calls, "What waits for its turn must not count as spent after a kill.");
        Assert.AreEqual(3, tutor.Calls);

        answer.SetResult();
        await Task.WhenAll(asks);
        Assert.AreEqual(20, tutor.Calls);
    }
}
