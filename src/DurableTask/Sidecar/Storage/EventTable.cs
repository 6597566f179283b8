using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Rows of (instance, sequence, event, checksum): the shape of both history and inbox.</summary>
internal sealed class EventTable(SqliteConnection connection, string table) : IDisposable
{
    private readonly Statement insert = new(connection, $"INSERT INTO {table} (instance, sequence, event, checksum) VALUES ($1, $2, $3, $4)");
    private readonly Statement select = new(connection, $"SELECT sequence, event, checksum FROM {table} WHERE instance = $1 AND sequence > $2 ORDER BY sequence");
    private readonly Statement deleteThrough = new(connection, $"DELETE FROM {table} WHERE instance = $1 AND sequence <= $2");

    /// <summary>Adds one row and returns its size in bytes.</summary>
    public int Add(long instance, long sequence, HistoryEvent value)
    {
        byte[] bytes = value.ToByteArray();
        insert.Run(instance, sequence, bytes, Checksum.Of(bytes));
        return bytes.Length;
    }

    /// <summary>The rows after <paramref name="after"/> in order.</summary>
    /// <exception cref="DamagedRowException">A row does not have its checksum.</exception>
    public IEnumerable<StoredEvent> Read(long instance, long after = -1)
    {
        using SqliteDataReader reader = select.Query(instance, after);
        while (reader.Read())
        {
            long sequence = reader.GetInt64(0);
            byte[] bytes = reader.GetFieldValue<byte[]>(1);
            if (Checksum.Of(bytes) != reader.GetInt64(2))
            {
                throw new DamagedRowException(table, instance, sequence);
            }

            yield return new StoredEvent(sequence, HistoryEvent.Parser.ParseFrom(bytes), bytes.Length);
        }
    }

    public void DeleteThrough(long instance, long sequence) => deleteThrough.Run(instance, sequence);

    public void DeleteAll(long instance) => deleteThrough.Run(instance, long.MaxValue);

    public void Dispose()
    {
        insert.Dispose();
        select.Dispose();
        deleteThrough.Dispose();
    }
}
