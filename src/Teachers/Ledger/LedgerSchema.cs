using Microsoft.Data.Sqlite;

namespace Tapir.Teachers.Ledger;

/// <summary>The tables of ledger.db and their version.</summary>
internal static class LedgerSchema
{
    public const int Version = 1;

    // intents and responses only ever grow. totals is kept beside them in the same transactions, because the budget is checked before every call
    // and a sum over all calls would not be cheap enough. responses.intent is the row id, so that new rows go to the end of the file.
    // ends.charged: 0 where the call cannot have been charged for, 1 where it may have been, 2 where it was answered when the key had an answer already.
    private const string Tables =
        """
        CREATE TABLE scopes (
            id INTEGER PRIMARY KEY,
            run TEXT NOT NULL,
            function TEXT NOT NULL,
            model TEXT NOT NULL,
            UNIQUE (run, function, model));
        CREATE TABLE intents (
            id INTEGER PRIMARY KEY,
            key BLOB NOT NULL,
            scope INTEGER NOT NULL REFERENCES scopes (id),
            reserved_tokens INTEGER NOT NULL,
            reserved_nano_cost INTEGER NOT NULL,
            committed_at INTEGER NOT NULL);
        CREATE TABLE responses (
            intent INTEGER PRIMARY KEY REFERENCES intents (id),
            key BLOB NOT NULL UNIQUE,
            text TEXT NOT NULL,
            finish_reason TEXT,
            model TEXT,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            nano_cost INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            raw BLOB);
        CREATE TABLE ends (
            intent INTEGER PRIMARY KEY REFERENCES intents (id),
            charged INTEGER NOT NULL,
            ended_at INTEGER NOT NULL);
        CREATE TABLE totals (
            scope INTEGER PRIMARY KEY REFERENCES scopes (id),
            calls INTEGER NOT NULL DEFAULT 0,
            unanswered INTEGER NOT NULL DEFAULT 0,
            hits INTEGER NOT NULL DEFAULT 0,
            input_tokens INTEGER NOT NULL DEFAULT 0,
            output_tokens INTEGER NOT NULL DEFAULT 0,
            reserved_tokens INTEGER NOT NULL DEFAULT 0,
            nano_cost INTEGER NOT NULL DEFAULT 0,
            reserved_nano_cost INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE budgets (
            run TEXT PRIMARY KEY,
            calls INTEGER,
            tokens INTEGER,
            nano_money INTEGER);
        PRAGMA user_version = 1;
        """;

    /// <exception cref="LedgerException">The file was written by a newer Tapir.</exception>
    public static void Ensure(SqliteConnection connection, string path)
    {
        if (VersionOf(connection, path) == Version)
        {
            return;
        }

        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        if (VersionOf(connection, path) == 0)
        {
            using SqliteCommand create = connection.CreateCommand();
            create.CommandText = Tables;
            create.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static long VersionOf(SqliteConnection connection, string path)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        long version = (long)command.ExecuteScalar()!;
        return version <= Version
            ? version
            : throw new LedgerException(
                $"The response ledger {path} has schema version {version}, and this Tapir knows versions up to {Version}. "
                + "Open it with the Tapir that wrote it, or a newer one; it is left as it is.");
    }
}
