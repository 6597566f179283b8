using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>The file <c>results.db</c>, opened: one connection to read and one to write. Thread-safe.</summary>
internal sealed class ResultsFile : IAsyncDisposable
{
    private readonly SqliteConnection reader;
    private readonly Lock reading = new();

    private ResultsFile(string path, SqliteConnection reader, WriteQueue queue)
    {
        Path = path;
        this.reader = reader;
        Queue = queue;
    }

    public string Path { get; }

    public WriteQueue Queue { get; }

    /// <summary>Opens the file, and creates it where there is none.</summary>
    /// <exception cref="ResultIndexException">It cannot be opened, or a newer Tapir wrote it.</exception>
    public static ResultsFile Open(string path, TimeProvider time)
    {
        SqliteConnection? writer = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            writer = Connect(path);
            ResultsSchema.Apply(writer, path);
            SqliteConnection reader = Connect(path);
            return new ResultsFile(path, reader, new WriteQueue(writer, path, time));
        }
        catch (SqliteException e)
        {
            writer?.Dispose();
            throw SqliteErrors.Explain(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ResultIndexException($"The folder of the result index '{path}' cannot be created: {e.Message}", e);
        }
        catch (ResultIndexException)
        {
            writer?.Dispose();
            throw;
        }
    }

    /// <exception cref="ResultIndexException">(Of the task) The file cannot be read.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            return Task.FromResult(Read(read));
        }
        catch (ResultIndexException e)
        {
            return Task.FromException<T>(e);
        }
    }

    /// <summary>Reads at once: SQLite is synchronous, and a read takes microseconds; a thread of its own would cost more than it gives.</summary>
    /// <exception cref="ResultIndexException">The file cannot be read.</exception>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            lock (reading)
            {
                return read(reader);
            }
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(Path, e);
        }
    }

    /// <summary>Writes out what is waiting, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync().ConfigureAwait(false);
        await reader.DisposeAsync().ConfigureAwait(false);
    }

    private static SqliteConnection Connect(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }
}
