using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Endpoints;

/// <summary>Faults that another try may mend.</summary>
[TestClass]
public sealed class EndpointRetryTests
{
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
    public async Task GetResponse_ServerFault_IsTriedAgainAfterAPause()
    {
        await using EndpointBench bench = await EndpointBench.StartAsync((number, context) =>
            number == 1 ? FakeOpenAIServer.Error(context, 500, "oops") : FakeOpenAIServer.Complete(context, "four"));
        Task<TimeSpan> waiting = bench.NextRetry();
        Task<ChatResponse> asking = bench.Open().AskAsync("2 + 2?");
        bench.Time.Advance(await waiting);
        Assert.AreEqual("four", (await asking).Text);
        Assert.AreEqual(2, bench.Server.Requests);
        Assert.Contains("oops", bench.Log.Lines.Single());
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
        Task<TimeSpan> waiting = bench.NextRetry();
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
        Task<TimeSpan> waiting = bench.NextRetry();
        Task<ChatResponse> asking = bench.Open().AskAsync("2 + 2?");
        bench.Time.Advance(await waiting);
        Assert.AreEqual("four", (await asking).Text);
        Assert.AreEqual(2, Ledgers.Only(bench.Ledger).Calls);
    }
}
