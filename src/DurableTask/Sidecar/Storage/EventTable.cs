using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Rows of (instance, sequence, event, checksum): the shape of both history and inbox.</summary>
internal sealed class EventTable(SqliteConnection connection, string table) : IDisposable
{
    private readonly Statement insert = new(connection, $"INSERT INTO {table} (instance, sequence, event, checksum) VALUES ($1, $2, $3, $4)");
    private readonly Statement select = new(connection, $"SELECT sequence, event, checksum FROM {table} WHERE instance = $1 ORDER BY sequence");
    private readonly Statement delete = new(connection, $"DELETE FROM {table} WHERE instance = $1 AND sequence = $2");
    private readonly Statement deleteThrough = new(connection, $"DELETE FROM {table} WHERE instance = $1 AND sequence <= $2");

    /// <summary>Adds one row and returns its size in bytes.</summary>
    public int Add(long instance, long sequence, HistoryEvent value)
    {
        byte[] bytes = value.ToByteArray();
        insert.Run(instance, sequence, bytes, Checksum.Of(instance, sequence, bytes));
        return bytes.Length;
    }

    /// <summary>The instance's rows in order.</summary>
    /// <exception cref="DamagedRowException">A row does not have its checksum.</exception>
    public IEnumerable<StoredEvent> Read(long instance)
    {
        using SqliteDataReader reader = select.Query(instance);
        while (reader.Read())
        {
            yield return Read(reader, table, instance);
        }
    }

    /// <summary>The rows of an instance whose sequences count from 0, as a history's do.</summary>
    /// <exception cref="DamagedRowException">A row does not have its checksum, or is gone.</exception>
    public IEnumerable<StoredEvent> ReadWhole(long instance, int length)
    {
        int place = 0;
        foreach (StoredEvent stored in Read(instance))
        {
            Expect(stored.Sequence == place, table, instance, place);
            place++;
            yield return stored;
        }

        Expect(place == length, table, instance, place);
    }

    /// <summary>Reads a row of sequence, event and checksum.</summary>
    /// <exception cref="DamagedRowException">It does not have its checksum.</exception>
    public static StoredEvent Read(SqliteDataReader reader, string table, long instance)
    {
        long sequence = reader.GetInt64(0);
        byte[] bytes = reader.BytesOrNull(1) ?? [];
        return Checksum.Of(instance, sequence, bytes) == reader.NumberOrNull(2)
            ? new StoredEvent(sequence, HistoryEvent.Parser.ParseFrom(bytes), bytes.Length)
            : throw new DamagedRowException(table, instance, sequence);
    }

    /// <exception cref="DamagedRowException">The row that has to be there is not.</exception>
    public static void Expect(bool isThere, string table, long instance, long sequence)
    {
        if (!isThere)
        {
            throw new DamagedRowException(table, instance, sequence, "is gone");
        }
    }

    public void Delete(long instance, long sequence) => delete.Run(instance, sequence);

    public void DeleteThrough(long instance, long sequence) => deleteThrough.Run(instance, sequence);

    public void DeleteAll(long instance) => deleteThrough.Run(instance, long.MaxValue);

    public void Dispose()
    {
        insert.Dispose();
        select.Dispose();
        delete.Dispose();
        deleteThrough.Dispose();
    }
}
