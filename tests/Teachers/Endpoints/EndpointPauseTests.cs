using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Endpoints;

/// <summary>Faults that no other try mends: the run waits for a person, or the spec is wrong.</summary>
[TestClass]
public sealed class EndpointPauseTests
{
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
            Task<TimeSpan> first = bench.NextRetry();
            Task<ChatResponse> task = bench.Open().AskAsync("2 + 2?");
            TimeSpan pause = await first;
            Task<TimeSpan> second = bench.NextRetry();
            bench.Time.Advance(pause);
            bench.Time.Advance(await second);
            return await task;
        }
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
}
