using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Tapir.Teachers.Ledger;

/// <summary>Reading connections, as many as were ever used at one time. Readers never wait for the writer (write-ahead log).</summary>
internal sealed class ReaderPool(string path) : IDisposable
{
    private readonly ConcurrentBag<PooledReader> idle = [];

    public T Read<T>(Func<PooledReader, T> read)
    {
        PooledReader? reader = null;
        try
        {
            reader = idle.TryTake(out PooledReader? pooled) ? pooled : new PooledReader(path);
            T result = read(reader);
            idle.Add(reader);
            return result;
        }
        catch (SqliteException error)
        {
            reader?.Dispose();
            throw LedgerConnection.Explain(path, error);
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out PooledReader? reader))
        {
            reader.Dispose();
        }
    }
}
