using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>The tables of <c>results.db</c> and their version.</summary>
internal static class ResultsSchema
{
    public const int Version = 1;

    private const string Tables = """
        CREATE TABLE results (
            key TEXT PRIMARY KEY,
            function TEXT NOT NULL,
            version INTEGER NOT NULL,
            numeric_environment TEXT,
            run TEXT,
            input TEXT NOT NULL,
            output TEXT NOT NULL,
            reproducible INTEGER NOT NULL,
            stored_at INTEGER NOT NULL,   -- milliseconds since 1970, UTC
            duration_ms INTEGER NOT NULL
        );
        CREATE TABLE result_artifacts (
            artifact TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('made', 'used')),
            key TEXT NOT NULL REFERENCES results (key) ON DELETE CASCADE,
            PRIMARY KEY (artifact, role, key)
        ) WITHOUT ROWID;
        CREATE INDEX result_artifacts_by_key ON result_artifacts (key);
        CREATE TABLE calls (
            id TEXT PRIMARY KEY,
            run TEXT NOT NULL,
            instance TEXT NOT NULL,
            function TEXT NOT NULL,
            version INTEGER NOT NULL,
            key TEXT NOT NULL,
            healing_for TEXT,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            duration_ms INTEGER,
            outcome TEXT,
            error TEXT
        ) WITHOUT ROWID;
        CREATE INDEX calls_by_run ON calls (run, started_at);
        """;

    // Of this moment's processes only, so it is in no version: a Tapir without it passes it over. A fence is never given twice.
    private const string Claims = """
        CREATE TABLE IF NOT EXISTS claims (
            fence INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            holder TEXT NOT NULL,          -- a process of this machine, which must be alive too; empty for one of another
            leased_until INTEGER NOT NULL  -- milliseconds since 1970, UTC
        );
        """;

    /// <summary>Creates the tables in a new file; leaves the present version alone.</summary>
    /// <exception cref="ResultIndexException">The file was written by a newer Tapir.</exception>
    public static void Apply(SqliteConnection connection, string path)
    {
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
        int version = connection.ExecuteScalar<int>("PRAGMA user_version;");
        if (version > Version)
        {
            throw new ResultIndexException(
                $"The result index '{path}' has schema version {version}, and this Tapir knows versions up to {Version}: a newer Tapir wrote it. "
                + "Use that one, or delete the file; it is a cache, and only time is lost.");
        }

        if (version == Version)
        {
            connection.Execute(Claims);
            return;
        }

        using SqliteTransaction transaction = connection.BeginTransaction();
        if (connection.ExecuteScalar<int>("PRAGMA user_version;", transaction: transaction) == 0)
        {
            connection.Execute(Tables, transaction: transaction);
            connection.Execute(Claims, transaction: transaction);
            connection.Execute($"PRAGMA user_version = {Version};", transaction: transaction);
        }

        transaction.Commit();
    }
}
