using Microsoft.Data.Sqlite;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;
using Tapir.Teachers.Tests.Fakes;

namespace Tapir.Teachers.Tests.Ledger;

/// <summary>The disk refuses a write: what was paid for must not be paid for again.</summary>
[TestClass]
public sealed class FailedCommitTests
{
    private static readonly LedgerKey Key = new(new string('a', 64));
    private static readonly CallAccount Account = new("run-1", "judging.score-shard", "fake-1");
    private static readonly RecordedResponse Response = new("text", "stop", "fake-1", 7, 3, new byte[] { 1, 2, 3 });

    [TestMethod]
    public async Task Record_DiskRefuses_IsKeptAndAnswersTheRequestWhenItIsMadeAgain()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        await RecordInVainAsync(folder, ledger);

        AlreadyAnswered again = Assert.IsInstanceOfType<AlreadyAnswered>(await ledger.BeginAsync(Key, Account, new Reservation(500, 0), CancellationToken.None));

        Assert.AreEqual("text", again.Response.Text);
        Assert.AreEqual(new Spending(1, 10, 0), ledger.SpentBy("run-1"));
        Assert.AreEqual(0, ledger.TotalsOf("run-1").Single().Unanswered);
    }

    [TestMethod]
    public async Task Record_DiskRefusesAndTheRunPauses_IsWrittenWhenTheLedgerCloses()
    {
        using TemporaryFolder folder = new();
        await using (ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System))
        {
            await RecordInVainAsync(folder, ledger);
        }

        await using ResponseLedger reopened = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        Assert.AreEqual("text", reopened.Find(Key)!.Text);
    }

    [TestMethod]
    public async Task Record_AnotherWriteOfTheSameTransactionCannotBe_IsOnTheDiskAllTheSame()
    {
        using TemporaryFolder folder = new();
        await using ResponseLedger ledger = ResponseLedger.Open(folder.LedgerPath, TimeProvider.System);
        Admitted admitted = (Admitted)await ledger.BeginAsync(Key, Account, default, CancellationToken.None);
        Task budget;
        Task<RecordedResponse> recorded;
        using (SqliteConnection other = Open(folder))
        {
            // While somebody else writes, the ledger's writer waits, and what comes meanwhile goes into one transaction.
            Execute(other, "BEGIN IMMEDIATE");
            ledger.CountHit(Account);
            budget = ledger.SetBudgetAsync("run-1", new BudgetLimits(null, null, decimal.MaxValue));
            recorded = ledger.RecordAsync(admitted, Key, Account, default, Response, 0);
            Execute(other, "COMMIT");
        }

        await Assert.ThrowsExactlyAsync<LedgerException>(() => budget);
        Assert.AreEqual("text", (await recorded).Text);
        Assert.AreEqual("text", ledger.Find(Key)!.Text);
        CallTotals totals = ledger.TotalsOf("run-1").Single();
        Assert.AreEqual((1, 0, 1), (totals.Calls, totals.Unanswered, totals.Hits));
    }

    private static async Task RecordInVainAsync(TemporaryFolder folder, ResponseLedger ledger)
    {
        Admitted admitted = (Admitted)await ledger.BeginAsync(Key, Account, new Reservation(500, 0), CancellationToken.None);
        using SqliteConnection other = Open(folder);
        Execute(other, "CREATE TRIGGER refuse BEFORE INSERT ON responses BEGIN SELECT RAISE(ABORT, 'refused'); END");
        await Assert.ThrowsExactlyAsync<LedgerException>(() => ledger.RecordAsync(admitted, Key, Account, new Reservation(500, 0), Response, 0));
        Execute(other, "DROP TRIGGER refuse");
    }

    private static SqliteConnection Open(TemporaryFolder folder)
    {
        SqliteConnection connection = new($"Data Source={folder.LedgerPath};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
