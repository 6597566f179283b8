using Microsoft.Extensions.AI;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Ledger;

[TestClass]
public sealed class LedgerChatClientTests
{
    [TestMethod]
    public async Task GetResponse_SameRequestAgain_IsAnsweredFromTheLedger()
    {
        using TemporaryFolder folder = new();
        FakeChatClient model = new(_ => "four");
        await using (ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System))
        {
            Assert.AreEqual("four", (await ledger.Over(model).AskAsync("2 + 2?")).Text);
            Assert.AreEqual("four", (await ledger.Over(model).AskAsync("2 + 2?")).Text);
        }

        await using ResponseLedger reopened = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        ChatResponse again = await reopened.Over(model).AskAsync("2 + 2?");
        Assert.AreEqual("four", again.Text);
        Assert.AreEqual(ChatFinishReason.Stop, again.FinishReason);
        Assert.AreEqual(10, again.Usage!.InputTokenCount);
        Assert.AreEqual(1, model.Calls);
    }

    [TestMethod]
    public async Task GetResponse_AnythingOfTheRequestDiffers_AsksTheModel()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        FakeChatClient model = new(_ => "x");
        IChatClient client = ledger.Over(model);
        ChatMessage hello = new(ChatRole.User, "hello");
        await client.GetResponseAsync([hello]);
        await client.GetResponseAsync([hello], SampleIndex.Of(1));
        await client.GetResponseAsync([hello], new ChatOptions { Temperature = 0.5f });
        await client.GetResponseAsync([hello], new ChatOptions { Seed = 3 });
        await client.GetResponseAsync([new ChatMessage(ChatRole.System, "hello")]);
        await client.GetResponseAsync([new ChatMessage(ChatRole.User, "hel"), new ChatMessage(ChatRole.User, "lo")]);
        await new LedgerChatClient(model, ledger, new CallOrigin("fake", "", "fake-2"), Ledgers.Scope, new CallDefaults(null, 100), null, Ledgers.OpenGate)
            .GetResponseAsync([hello]);
        Assert.AreEqual(7, model.Calls);

        await client.GetResponseAsync([hello], SampleIndex.Of(0));
        Assert.AreEqual(7, model.Calls);
        Assert.IsTrue(model.Options.All(o => o!.AdditionalProperties is null), "the sample index is not the model's business");
    }

    [TestMethod]
    public async Task GetResponse_EqualRequestsAtOneTime_BecomeOneCall()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        TaskCompletionSource<ChatResponse> reply = new();
        FakeChatClient model = new((_, _) => reply.Task);
        Task<ChatResponse>[] asks = [.. Enumerable.Range(0, 20).Select(_ => ledger.Over(model).AskAsync("2 + 2?"))];
        reply.SetResult(FakeChatClient.Reply("four"));
        foreach (ChatResponse response in await Task.WhenAll(asks))
        {
            Assert.AreEqual("four", response.Text);
        }

        Assert.AreEqual(1, model.Calls);
        CallTotals totals = Ledgers.Only(ledger);
        Assert.AreEqual(1, totals.Calls);
        Assert.AreEqual(0, totals.Unanswered);
    }

    [TestMethod]
    public async Task GetResponse_LeaderOfTheFlightGivesUp_FollowerAsksItself()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        TaskCompletionSource asked = new();
        using CancellationTokenSource leader = new();
        int calls = 0;
        FakeChatClient model = new(async (_, cancellation) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return FakeChatClient.Reply("four");
        });
        IChatClient client = ledger.Over(model);
        Task<ChatResponse> first = client.AskAsync("2 + 2?", cancellation: leader.Token);
        await asked.Task;
        Task<ChatResponse> second = client.AskAsync("2 + 2?");
        await leader.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => first);
        Assert.AreEqual("four", (await second).Text);
    }

    [TestMethod]
    public async Task GetResponse_CallThatFails_IsAskedAgainAndStaysSpent()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        int calls = 0;
        FakeChatClient model = new((_, _) => Interlocked.Increment(ref calls) == 1
            ? throw new IOException("cut off")
            : Task.FromResult(FakeChatClient.Reply("four")));
        IChatClient client = ledger.Over(model);
        await Assert.ThrowsAsync<IOException>(() => client.AskAsync("2 + 2?"));
        Assert.AreEqual("four", (await client.AskAsync("2 + 2?")).Text);
        CallTotals totals = Ledgers.Only(ledger);
        Assert.AreEqual(2, totals.Calls);
        Assert.AreEqual(1, totals.Unanswered);
        Assert.IsGreaterThan(0, totals.ReservedTokens);
    }

    [TestMethod]
    public async Task TotalsOf_CallsOfTwoFunctions_AreKeptApart()
    {
        using TemporaryFolder folder = new();
        await using (ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System))
        {
            FakeChatClient model = new(_ => "x");
            ModelPrice price = new(2m, 10m);
            IChatClient judge = ledger.Over(model, price, new CallScope("run-1", "judge"));
            IChatClient answer = ledger.Over(model, price, new CallScope("run-1", "answer"));
            await judge.AskAsync("a");
            await judge.AskAsync("b");
            await answer.AskAsync("c");
            await answer.AskAsync("a");
            await ledger.Over(model, price, new CallScope("run-2", "answer")).AskAsync("d");
        }

        await using ResponseLedger reopened = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        IReadOnlyList<CallTotals> totals = reopened.TotalsOf("run-1");
        Assert.AreEqual(new CallTotals("run-1", "answer", "fake-1", 1, 0, 1, 10, 5, 0, 0.00007m, 0), totals[0]);
        Assert.AreEqual(new CallTotals("run-1", "judge", "fake-1", 2, 0, 0, 20, 10, 0, 0.00014m, 0), totals[1]);
        Assert.AreEqual(new Spending(3, 45, 0.00021m), reopened.SpentBy("run-1"));
    }

    [TestMethod]
    public async Task GetStreamingResponse_RecordedRequest_GivesTheSameText()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        FakeChatClient model = new(_ => "four");
        IChatClient client = ledger.Over(model);
        await client.AskAsync("2 + 2?");
        ChatResponse streamed = await client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "2 + 2?")]).ToChatResponseAsync();
        Assert.AreEqual("four", streamed.Text);
        Assert.AreEqual(1, model.Calls);
    }
}
