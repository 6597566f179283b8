using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Budgets;

[TestClass]
public sealed class BudgetTests
{
    [TestMethod]
    public async Task GetResponse_ManyAtOneTime_NeverGoOverTheCalls()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        await ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 25));
        FakeChatClient model = new(async (_, _) =>
        {
            await Task.Yield();
            return FakeChatClient.Reply("x");
        });
        IChatClient client = ledger.Over(model);
        Task<string>[] asks = [.. Enumerable.Range(0, 200).Select(i => Outcome(client, $"question {i}"))];
        string[] outcomes = await Task.WhenAll(asks);
        Assert.AreEqual(25, model.Calls);
        Assert.AreEqual(25, outcomes.Count(o => o == "x"));
        Assert.AreEqual(175, outcomes.Count(o => o == "stopped"));
        Assert.AreEqual(25, ledger.SpentBy("run-1").Calls);
    }

    [TestMethod]
    public async Task GetResponse_TokensNearTheLimit_WaitForWhatOthersGiveBackAndNeverGoOver()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        // Each call reserves about 130 tokens and uses 15: with 64 at one time only a few fit, and yet nearly the whole budget is used.
        BudgetLimits limits = new(Tokens: 1500);
        await ledger.SetBudgetAsync("run-1", limits);
        long most = 0;
        FakeChatClient model = new(async (_, _) =>
        {
            await Task.Yield();
            InterlockedMax(ref most, ledger.SpentBy("run-1").Tokens);
            return FakeChatClient.Reply("x");
        });
        IChatClient client = ledger.Over(model);
        string[] outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Outcome(client, $"question {i}")));
        Assert.IsLessThanOrEqualTo(1500, most);
        Assert.IsLessThanOrEqualTo(1500, ledger.SpentBy("run-1").Tokens);
        Assert.IsGreaterThan(85, outcomes.Count(o => o == "x"));
        Assert.IsGreaterThan(0, outcomes.Count(o => o == "stopped"));
    }

    [TestMethod]
    public async Task GetResponse_BudgetRaised_GoesOn()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        await using ResponseLedger otherProcess = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        await ledger.SetBudgetAsync("run-1", new BudgetLimits(Money: 0.0001m));
        FakeChatClient model = new(_ => "x");
        IChatClient client = ledger.Over(model, new ModelPrice(1m, 1m));
        BudgetExceededException error = await Assert.ThrowsExactlyAsync<BudgetExceededException>(() => client.AskAsync("one"));
        Assert.Contains("tapir budget run-1 add", error.Message);
        Assert.Contains("of 0.0001 in money", error.Message);
        Assert.AreEqual(0, model.Calls);

        await otherProcess.SetBudgetAsync("run-1", new BudgetLimits(Money: 1m));
        Assert.AreEqual("x", (await client.AskAsync("one")).Text);
        Assert.AreEqual(new BudgetLimits(Money: 1m), ledger.BudgetOf("run-1"));
    }

    [TestMethod]
    public async Task GetResponse_BudgetUsedUp_StillAnswersWhatIsRecorded()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        IChatClient client = ledger.Over(new FakeChatClient(_ => "x"));
        await client.AskAsync("one");
        await ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 1));
        Assert.AreEqual("x", (await client.AskAsync("one")).Text);
        await Assert.ThrowsExactlyAsync<BudgetExceededException>(() => client.AskAsync("two"));
    }

    [TestMethod]
    public async Task GetResponse_CancelledWhileItWaitsForRoom_EndsAndMakesNoCall()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        await ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 1));
        TaskCompletionSource<ChatResponse> reply = new();
        TaskCompletionSource asked = new();
        FakeChatClient model = new((_, _) =>
        {
            asked.SetResult();
            return reply.Task;
        });
        IChatClient client = ledger.Over(model);
        Task<ChatResponse> first = client.AskAsync("one");
        await asked.Task;
        using CancellationTokenSource cancellation = new();
        Task<ChatResponse> second = client.AskAsync("two", cancellation: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => second);
        reply.SetResult(FakeChatClient.Reply("x"));
        await first;
        Assert.AreEqual(1, model.Calls);
    }

    [TestMethod]
    public void Of_PlannedCalls_AddsUpByKind()
    {
        ModelPrice price = new(2m, 8m);
        BudgetEstimate estimate = BudgetEstimate.Of(
            [new("answer", "big", price, 1000, 100, 200), new("judge", "big", price, 2000, 500, 50), new("label", "other", null, 10, 5, 5)]);
        Assert.AreEqual(new Spending(3010, 300_000 + 1_100_000 + 100, 1.8m + 2.8m), estimate.Total);
        Assert.AreEqual(1.8m, estimate.ByKind[0].Spending.Money);
        CollectionAssert.AreEqual(new[] { "other" }, estimate.UnpricedModels.ToArray());
        Assert.IsNull(estimate.Over(new BudgetLimits(Money: 5m)));
        Assert.Contains("3,010 of 3,000 calls", estimate.Over(new BudgetLimits(Calls: 3000))!);
    }

    private static async Task<string> Outcome(IChatClient client, string question)
    {
        try
        {
            return (await client.AskAsync(question)).Text;
        }
        catch (BudgetExceededException)
        {
            return "stopped";
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen = Interlocked.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
            seen = Interlocked.Read(ref target);
        }
    }
}
