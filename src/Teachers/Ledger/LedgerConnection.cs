using Microsoft.Data.Sqlite;

namespace Tapir.Teachers.Ledger;

/// <summary>Opens connections to ledger.db. Every one writes ahead and flushes each commit to the disk.</summary>
internal static class LedgerConnection
{
    private const string Pragmas =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA busy_timeout = 30000;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA cache_size = -16000;
        """;

    /// <exception cref="LedgerException">The file cannot be opened, is no database, or is of a newer version.</exception>
    public static SqliteConnection OpenForWriting(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Open(path, SqliteOpenMode.ReadWriteCreate);
            LedgerSchema.Ensure(connection, path);
            return connection;
        }
        catch (SqliteException error)
        {
            connection?.Dispose();
            throw Explain(path, error);
        }
        catch (LedgerException)
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>For readers. They open the file to write all the same: a reader of a write-ahead log writes its marks beside it, and without that right could
    /// read nothing where no writer has made those files.</summary>
    public static SqliteConnection OpenForReading(string path) => Open(path, SqliteOpenMode.ReadWrite);

    /// <summary>The error as a sentence about the file.</summary>
    public static LedgerException Explain(string path, SqliteException error) => new(
        error.SqliteErrorCode switch
        {
            8 or 14 => $"The response ledger {path} cannot be written: check that the folder exists and may be written to.",
            13 => $"The response ledger {path} cannot grow: the disk is full. Make room and run the same command again; nothing recorded is lost.",
            11 or 26 => $"The response ledger {path} is not a database or is damaged. Move it away and Tapir starts a new one; what was paid for in it is then asked again.",
            5 or 6 => $"The response ledger {path} is locked by another process for more than 30 seconds.",
            _ => $"The response ledger {path} failed: {error.Message}",
        },
        error);

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SqliteConnectionStringBuilder builder = new() { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 };
        SqliteConnection connection = new(builder.ToString());
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }
}
