using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Ledger;

[TestClass]
public sealed class ResponseLedgerTests
{
    private static readonly LedgerKey Key = new(new string('a', 64));
    private static readonly CallAccount Account = new("run-1", "judging.score-shard", "fake-1");
    private static readonly RecordedResponse Response = new("text", "stop", "fake-1", 7, 3, new byte[] { 1, 2, 3 });

    [TestMethod]
    public async Task Begin_ThenTheProcessEnds_CountsAsSpentAndIsMadeAgain()
    {
        using TemporaryFolder folder = new();
        await using (ResponseLedger killed = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System))
        {
            await killed.BeginAsync(Key, Account, new Reservation(500, 0), CancellationToken.None);
        }

        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        Assert.IsNull(ledger.Find(Key));
        Assert.AreEqual(new Spending(1, 500, 0), ledger.SpentBy("run-1"));

        Admission again = await ledger.BeginAsync(Key, Account, new Reservation(500, 0), CancellationToken.None);
        await ledger.RecordAsync((Admitted)again, Key, Account, new Reservation(500, 0), Response, 0);
        Assert.AreEqual(new Spending(2, 510, 0), ledger.SpentBy("run-1"));
        Assert.AreEqual(1, ledger.TotalsOf("run-1").Single().Unanswered);
    }

    [TestMethod]
    public async Task SpentOverTime_AnswersOfTwoRuns_AreSummedBySpanForTheOneAndReadOn()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, time);
        await PayAsync(ledger, 'a', Account);
        await PayAsync(ledger, 'b', Account);
        await PayAsync(ledger, 'c', Account with { Run = "run-2" });
        time.Advance(TimeSpan.FromSeconds(90));
        await PayAsync(ledger, 'd', Account with { Function = "expansion.write" });

        IReadOnlyList<SpentSpan> all = ledger.SpentOverTime("run-1", after: 0, TimeSpan.FromMinutes(1));

        Assert.AreSequenceEqual([(0, 20L, 1.0m), (60, 10L, 0.5m)], all.Select(span => ((int)(span.From - new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)).TotalSeconds, span.Tokens, span.Cost)).ToArray());
        Assert.AreSequenceEqual([all[1]], ledger.SpentOverTime("run-1", all[0].LastCall, TimeSpan.FromMinutes(1)).ToArray());
        Assert.IsEmpty(ledger.SpentOverTime("run-3", after: 0, TimeSpan.FromMinutes(1)));
    }

    [TestMethod]
    public async Task Record_ThenReopen_GivesTheSameBytes()
    {
        using TemporaryFolder folder = new();
        await using (ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System))
        {
            Admission admission = await ledger.BeginAsync(Key, Account, default, CancellationToken.None);
            await ledger.RecordAsync((Admitted)admission, Key, Account, default, Response, 0);
        }

        await using ResponseLedger reopened = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        RecordedResponse found = reopened.Find(Key)!;
        Assert.AreEqual(Response with { Raw = default }, found with { Raw = default });
        CollectionAssert.AreEqual(Response.Raw.ToArray(), found.Raw.ToArray());
    }

    [TestMethod]
    public async Task Record_TwoProcessesAskedAtOneTime_FirstResponseStaysAndBothArePaid()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger one = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        await using ResponseLedger other = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        Admission first = await one.BeginAsync(Key, Account, default, CancellationToken.None);
        Admission second = await other.BeginAsync(Key, Account, default, CancellationToken.None);
        await one.RecordAsync((Admitted)first, Key, Account, default, Response, 0);
        RecordedResponse kept = await other.RecordAsync((Admitted)second, Key, Account, default, Response with { Text = "other" }, 0);
        Assert.AreEqual("text", kept.Text);
        Assert.AreEqual(new Spending(2, 20, 0), other.SpentBy("run-1"));
        Assert.IsInstanceOfType<AlreadyAnswered>(await other.BeginAsync(Key, Account, default, CancellationToken.None));
    }

    [TestMethod]
    public async Task End_NotCharged_GivesTheReservationBack()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        Reservation reservation = new(500, 9);
        Admission admission = await ledger.BeginAsync(Key, Account, reservation, CancellationToken.None);
        await ledger.EndAsync((Admitted)admission, Account, reservation, UnansweredEnd.NotCharged);
        Assert.AreEqual(default, ledger.SpentBy("run-1"));
    }

    /// <summary>Whatever was spent on an account, or granted to it, is nobody else's.</summary>
    [TestMethod]
    public async Task Knows_RunWithCallsOrABudget_AlsoAfterAReopening()
    {
        using TemporaryFolder folder = new();
        await using (ResponseLedger before = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System))
        {
            await PayAsync(before, 'a', new CallAccount("paid-1", "f", "m"));
            await before.SetBudgetAsync("granted-1", new BudgetLimits(Calls: 5, Tokens: null, Money: null));
        }

        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);

        Assert.AreSequenceEqual([true, true, false], new[] { "paid-1", "granted-1", "new-1" }.Select(ledger.Knows).ToArray());
    }

    [TestMethod]
    public async Task Open_NewerSchema_RefusesInASentence()
    {
        using TemporaryFolder folder = new();
        await using (ResponseLedger.Open(folder.LedgerPath, TimeProvider.System))
        {
        }

        using (SqliteConnection connection = new($"Data Source={folder.LedgerPath};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 7";
            command.ExecuteNonQuery();
        }

        LedgerException error = Assert.ThrowsExactly<LedgerException>(() => ResponseLedger.Open(folder.LedgerPath, TimeProvider.System));
        Assert.Contains("version 7", error.Message);
        Assert.Contains(folder.LedgerPath, error.Message);
    }

    [TestMethod]
    public void Open_NoDatabase_SaysSo()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.LedgerPath, new string('x', 5000));
        LedgerException error = Assert.ThrowsExactly<LedgerException>(() => ResponseLedger.Open(folder.LedgerPath, TimeProvider.System));
        Assert.Contains("not a database", error.Message);
    }

    [TestMethod]
    public void Open_FolderMissing_NamesThePath()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "none", "ledger.db");
        LedgerException error = Assert.ThrowsExactly<LedgerException>(() => ResponseLedger.Open(path, TimeProvider.System));
        Assert.Contains(path, error.Message);
    }

    [TestMethod]
    public async Task Instants_AroundEveryWrite_AreAnnouncedInOrder()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        List<string> reached = [];
        using IDisposable listening = DiagnosticListener.AllListeners.Subscribe(new ListenerObserver("Tapir.Ledger", name =>
        {
            lock (reached)
            {
                reached.Add(name);
            }
        }));
        await ledger.Over(new FakeChatClient(_ => "x")).AskAsync("hello");
        string[] wanted = ["intent.before-commit", "intent.after-commit", "response.before-commit", "response.after-commit"];
        lock (reached)
        {
            // Other tests write at the same time: these four occur in this order among theirs.
            int at = 0;
            foreach (string name in reached)
            {
                at += at < wanted.Length && name == wanted[at] ? 1 : 0;
            }

            Assert.AreEqual(wanted.Length, at);
        }
    }

    private static async Task PayAsync(ResponseLedger ledger, char key, CallAccount account)
    {
        LedgerKey of = new(new string(key, 64));
        Admission admission = await ledger.BeginAsync(of, account, default, CancellationToken.None);
        await ledger.RecordAsync((Admitted)admission, of, account, default, Response, 0.5m);
    }
}
