using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>The hub's file: one connection that writes (the hub's thread alone uses it), any number that read.</summary>
internal sealed class HubDatabase : IDisposable
{
    private const int PageSize = 4096;

    /// <summary>A file up to this size, in bytes, is read as a whole before it is opened, which takes a fraction of a second; a larger one while work goes on.</summary>
    private const long LargestCheckedAtOnce = 64 << 20;

    /// <summary>How long another program may have the file locked before a write is refused.</summary>
    private const int LongestLockSeconds = 5;

    private readonly HubLock held;
    private readonly ConcurrentBag<SqliteConnection> idleReaders = [];
    private readonly string readerString;
    private volatile bool disposed;

    private HubDatabase(string path, HubLock held, SqliteConnection writer)
    {
        this.held = held;
        Path = path;
        Writer = writer;
        readerString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
    }

    public string Path { get; }

    public SqliteConnection Writer { get; }

    /// <summary>Number of times the hub has been opened, this time included.</summary>
    public long Incarnation { get; private set; }

    /// <summary>Whether the file's structure was looked at when it was opened; a large file's is not.</summary>
    public bool IsStructureChecked { get; private set; }

    /// <exception cref="TaskHubException">The file is in use, damaged, of a newer version, or not a task hub.</exception>
    public static HubDatabase Open(string path, long? maximumBytes)
    {
        string full = System.IO.Path.GetFullPath(path);
        HubLock held;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
            held = HubLock.Take(full);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new TaskHubException($"The task hub '{full}' cannot be written: {error.Message}", error);
        }

        SqliteConnection? writer = null;
        try
        {
            writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = full, Pooling = false, DefaultTimeout = LongestLockSeconds }.ToString());
            WalCheck.Ensure(full);
            writer.Open();
            RowSums.Register(writer);
            var database = new HubDatabase(full, held, writer);
            database.Prepare(maximumBytes);
            return database;
        }
        catch (SqliteException error)
        {
            writer?.Dispose();
            held.Dispose();
            throw new TaskHubException($"The task hub '{full}' cannot be opened: {error.Message} If it is damaged, restore it from a backup.", error);
        }
        catch
        {
            writer?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Runs a read on a hub that another process has open; it sees what is committed.</summary>
    /// <exception cref="TaskHubException">The file cannot be read.</exception>
    public static T ReadOther<T>(string path, Func<SqliteConnection, T> body)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
            connection.Open();
            RowSums.Register(connection);
            return body(connection);
        }
        catch (SqliteException error)
        {
            throw new TaskHubException($"The task hub '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Runs a read on a connection of its own; it sees what is committed.</summary>
    public T Read<T>(Func<SqliteConnection, T> body)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!idleReaders.TryTake(out SqliteConnection? connection))
        {
            connection = new SqliteConnection(readerString);
            connection.Open();
            RowSums.Register(connection);
            Execute(connection, "PRAGMA query_only = 1");
        }

        try
        {
            return body(connection);
        }
        finally
        {
            if (disposed)
            {
                connection.Dispose();
            }
            else
            {
                idleReaders.Add(connection);
            }
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idleReaders.TryTake(out SqliteConnection? reader))
        {
            reader.Dispose();
        }

        Writer.Dispose();
        held.Dispose();
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
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Prepare(long? maximumBytes)
    {
        Execute(Writer, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = {LongestLockSeconds * 1000}");
        if (maximumBytes is { } bytes)
        {
            Execute(Writer, $"PRAGMA max_page_count = {Math.Max(1, bytes / PageSize)}");
        }

        long version = Scalar(Writer, "PRAGMA user_version");
        long application = Scalar(Writer, "PRAGMA application_id");
        bool empty = Scalar(Writer, "SELECT count(*) FROM sqlite_master") == 0;
        if (!empty && application != Schema.ApplicationId)
        {
            throw new TaskHubException($"'{Path}' is a database, but not a task hub. Name another file.");
        }

        if (version > Schema.Version)
        {
            throw new TaskHubException(
                $"The task hub '{Path}' has schema version {version}; this program knows versions up to {Schema.Version}. It was written by a newer version: use that one, or another state folder.");
        }

        if (!empty && new FileInfo(Path).Length <= LargestCheckedAtOnce)
        {
            EnsureStructure();
            IsStructureChecked = true;
        }

        Execute(Writer, "BEGIN IMMEDIATE");
        if (version >= Schema.WithChecksumOfTheHub && Scalar(Writer, "SELECT count(*) = 1 AND min(checksum IS row_checksum(incarnation)) FROM hub") == 0)
        {
            throw Damaged("the row that counts how often it was opened does not have its checksum");
        }

        for (long step = version; step < Schema.Version; step++)
        {
            Execute(Writer, Schema.Steps[(int)step]);
        }

        Execute(Writer, $"PRAGMA application_id = {Schema.ApplicationId}; PRAGMA user_version = {Schema.Version}; UPDATE hub SET incarnation = incarnation + 1; UPDATE hub SET checksum = row_checksum(incarnation)");
        if (!StructureCheck.HasPresentSchema(Writer))
        {
            throw Damaged("its tables are not those that this program makes");
        }

        Incarnation = Scalar(Writer, "SELECT incarnation FROM hub");
        Execute(Writer, "COMMIT");
    }

    private void EnsureStructure()
    {
        if (StructureCheck.Faults(Writer) is [_, ..] faults)
        {
            throw Damaged(string.Join("; ", faults));
        }
    }

    private TaskHubException Damaged(string how) => new($"The task hub '{Path}' is damaged: {how}. Restore it from a backup, or name another file.");
}
