using Microsoft.Data.Sqlite;
using Tapir.Host.Backups;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Backups;

[TestClass]
public sealed class DatabaseSnapshotTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task Take_WhileTransactionsAreWritten_IsOneMoment()
    {
        using SqliteConnection writer = OpenWriter("live.db");
        Execute(writer, "CREATE TABLE pairs (a INTEGER, b INTEGER)");
        using CancellationTokenSource stop = new();
        TaskCompletionSource running = new();
        Task writing = Task.Run(() =>
        {
            for (int i = 1; !stop.IsCancellationRequested; i++)
            {
                Execute(writer, $"BEGIN; INSERT INTO pairs VALUES ({i}, 0); INSERT INTO pairs VALUES (0, {i}); COMMIT");
                running.TrySetResult();
            }
        });
        await running.Task;

        for (int i = 0; i < 10; i++)
        {
            DatabaseSnapshot.Take(folder.File("live.db"), folder.File($"copy-{i}.db"));

            using SqliteConnection copy = new($"Data Source={folder.File($"copy-{i}.db")};Pooling=False");
            copy.Open();
            Assert.AreEqual(0L, Scalar(copy, "SELECT sum(a) - sum(b) FROM pairs"), "Half a transaction was copied.");
        }

        await stop.CancelAsync();
        await writing;
    }

    [TestMethod]
    public void Take_DamagedDatabase_IsRefused()
    {
        File.WriteAllBytes(folder.File("bad.db"), [.. Enumerable.Repeat((byte)7, 8192)]);

        StateException error = Assert.ThrowsExactly<StateException>(() => DatabaseSnapshot.Take(folder.File("bad.db"), folder.File("copy.db")));

        StringAssert.Contains(error.Message, folder.File("bad.db"));
    }

    [TestMethod]
    public void TextsIn_TextAndBytesInAnyTable_AreAllSeen()
    {
        using (SqliteConnection writer = OpenWriter("live.db"))
        {
            Execute(writer, "CREATE TABLE one (x TEXT, n INTEGER); CREATE TABLE two (y BLOB); INSERT INTO one VALUES ('in text', 5); INSERT INTO two VALUES (CAST('in bytes' AS BLOB))");
        }

        DatabaseSnapshot.Take(folder.File("live.db"), folder.File("copy.db"));

        Assert.AreSequenceEqual(["in text", "in bytes"], DatabaseSnapshot.TextsIn(folder.File("copy.db")).ToArray());
    }

    private SqliteConnection OpenWriter(string name)
    {
        SqliteConnection connection = new($"Data Source={folder.File(name)};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
