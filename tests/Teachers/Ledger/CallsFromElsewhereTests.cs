using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Ledger;

/// <summary>Workers on other machines over one ledger.</summary>
[TestClass]
public sealed class CallsFromElsewhereTests : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly LedgerKey Key = new(new string('a', 64));
    private static readonly LedgerKey OtherKey = new(new string('b', 64));
    private static readonly CallAccount Account = new("run-1", "expansion.answer", "m");
    private static readonly Reservation Reservation = new(100, 0);
    private static readonly RecordedResponse Response = new("text", "stop", "m", 10, 20, default);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new();
    private readonly ResponseLedger ledger;
    private readonly CallsFromElsewhere calls;

    public CallsFromElsewhereTests()
    {
        ledger = ResponseLedger.Open(folder.LedgerPath, time);
        calls = new CallsFromElsewhere(ledger, time);
    }

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        folder.Dispose();
    }

    [TestMethod]
    public async Task BeginAsync_TwoWorkersAskTheSame_TheSecondIsAnsweredByTheFirst()
    {
        Admitted first = (Admitted)await BeginAsync("1", Key);
        Task<Admission> second = BeginAsync("2", Key);
        Assert.IsFalse(second.IsCompleted);

        await calls.RecordAsync(first, Key, Account, Reservation, Response, 0);

        Assert.AreEqual("text", ((AlreadyAnswered)await second).Response.Text);
        await ledger.SetBudgetAsync("run-1", BudgetLimits.None);
        CallTotals totals = ledger.TotalsOf("run-1").Single();
        Assert.AreEqual((1, 0, 1), (totals.Calls, totals.Unanswered, totals.Hits));
    }

    [TestMethod]
    public async Task BeginAsync_AFunctionOfThisMachineAsksTheSame_WaitsForTheWorkersAnswer()
    {
        FakeChatClient model = new(_ => "asked again");
        IChatClient here = ledger.Over(model);
        // The key of a request is not known outside: it is found out on another ledger.
        LedgerKey key = await KeyOfAsync("one");
        Admitted first = (Admitted)await BeginAsync("1", key);

        Task<ChatResponse> second = here.AskAsync("one");
        await calls.RecordAsync(first, key, Account, Reservation, Response, 0);

        Assert.AreEqual("text", (await second).Text);
        Assert.AreEqual(0, model.Calls);
    }

    [TestMethod]
    public async Task BeginAsync_TwoWorkersForTheLastCallOfABudget_OneIsAdmittedAndTheOtherRefusedWhenItIsSpent()
    {
        await ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 1));
        Task<Admission>[] both = [BeginAsync("1", Key), BeginAsync("2", OtherKey)];
        Task<Admission> admitted = await Task.WhenAny(both);
        LedgerKey key = admitted == both[0] ? Key : OtherKey;
        Task<Admission> waits = both.Single(task => task != admitted);
        Assert.IsFalse(waits.IsCompleted, "The call in flight may yet cost nothing.");

        await calls.RecordAsync((Admitted)await admitted, key, Account, Reservation, Response, 0);

        await Assert.ThrowsExactlyAsync<BudgetExceededException>(() => waits);
        Assert.AreEqual(1, ledger.SpentBy("run-1").Calls);
    }

    [TestMethod]
    public async Task BeginAsync_AskedAgainByOneWhoDidNotHearTheAnswer_ReservesOnce()
    {
        Admission first = await BeginAsync("1", Key);

        Assert.AreEqual(first, await BeginAsync("1", Key));
        Assert.AreEqual(new Spending(1, 100, 0), ledger.SpentBy("run-1"));
    }

    [TestMethod]
    public async Task BeginAsync_TheWorkerGoesAwayWhileItWaits_ReservesNothing()
    {
        Admission first = await BeginAsync("1", Key);
        using CancellationTokenSource gone = new();
        Task<Admission> second = calls.BeginAsync("2", Key, Account, Reservation, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => second);
        await calls.EndAsync((Admitted)first, UnansweredEnd.NotCharged);
        Assert.AreEqual(default, ledger.SpentBy("run-1"));
    }

    [TestMethod]
    public async Task RecordAsync_SentAgain_CountsOnce()
    {
        Admitted admitted = (Admitted)await BeginAsync("1", Key);
        await calls.RecordAsync(admitted, Key, Account, Reservation, Response, 0);

        Assert.AreEqual("text", (await calls.RecordAsync(admitted, Key, Account, Reservation, Response, 0)).Text);

        Assert.AreEqual(new Spending(1, 30, 0), ledger.SpentBy("run-1"));
    }

    [TestMethod]
    public async Task RecordAsync_SentAgainWhereAnotherHasAnswered_CountsOnce()
    {
        Admitted silent = (Admitted)await BeginAsync("1", Key);
        time.Advance(Lease + TimeSpan.FromSeconds(1));
        await calls.EndSilentAsync(Lease);
        await calls.RecordAsync((Admitted)await BeginAsync("2", Key), Key, Account, Reservation, Response, 0);
        RecordedResponse late = Response with { Text = "late" };

        await calls.RecordAsync(silent, Key, Account, Reservation, late, 0);
        RecordedResponse again = await calls.RecordAsync(silent, Key, Account, Reservation, late, 0);

        Assert.AreEqual("text", again.Text);
        Assert.AreEqual(new Spending(2, 60, 0), ledger.SpentBy("run-1"), "Both answers were paid for, and what was reserved for the second is given back once.");
    }

    [TestMethod]
    public async Task EndSilentAsync_AWorkerDied_ItsCallCountsAsSpentAndNobodyWaitsForIt()
    {
        await BeginAsync("dead", Key);
        Admitted alive = (Admitted)await BeginAsync("alive", OtherKey);
        Task<Admission> waits = BeginAsync("2", Key);
        time.Advance(Lease - TimeSpan.FromSeconds(1));
        calls.Renew([alive.Intent]);
        time.Advance(TimeSpan.FromSeconds(2));

        await calls.EndSilentAsync(Lease);

        Assert.IsInstanceOfType<Admitted>(await waits);
        Assert.AreEqual(new Spending(3, 300, 0), ledger.SpentBy("run-1"));
        Task<Admission> other = BeginAsync("3", OtherKey);
        Assert.IsFalse(other.IsCompleted, "The one that was renewed is still being asked.");
        await calls.RecordAsync(alive, OtherKey, Account, Reservation, Response, 0);
        await other;
    }

    [TestMethod]
    public async Task RecordAsync_ByOneThatWasTakenForDead_IsKeptAndCountsOnce()
    {
        Admitted admitted = (Admitted)await BeginAsync("1", Key);
        time.Advance(Lease + TimeSpan.FromSeconds(1));
        await calls.EndSilentAsync(Lease);

        await calls.RecordAsync(admitted, Key, Account, Reservation, Response, 0);

        Assert.AreEqual("text", ledger.Find(Key)!.Text);
        Assert.AreEqual(new Spending(1, 30, 0), ledger.SpentBy("run-1"));
        await ledger.SetBudgetAsync("run-1", new BudgetLimits(Calls: 1));
        await Assert.ThrowsExactlyAsync<BudgetExceededException>(() => BeginAsync("2", OtherKey), "Nothing is in flight that could make room.");
    }

    private static async Task<LedgerKey> KeyOfAsync(string question)
    {
        using TemporaryFolder elsewhere = new();
        await using ResponseLedger asked = ResponseLedger.Open(elsewhere.LedgerPath, TimeProvider.System);
        await asked.Over(new FakeChatClient(_ => "x")).AskAsync(question);
        using Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={elsewhere.LedgerPath};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT lower(hex(key)) FROM responses";
        return new LedgerKey((string)command.ExecuteScalar()!);
    }

    private Task<Admission> BeginAsync(string token, LedgerKey key) => calls.BeginAsync(token, key, Account, Reservation, CancellationToken.None);
}
