using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Endpoints;

/// <summary>How many calls are in flight, and how many a minute.</summary>
[TestClass]
public sealed class EndpointPaceTests
{
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
