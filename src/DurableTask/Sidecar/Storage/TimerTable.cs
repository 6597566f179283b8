using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Timers and delayed messages: a message and the UTC ticks before which its instance must not see it.</summary>
internal sealed class TimerTable(SqliteConnection connection) : IDisposable
{
    private const string Never = "9223372036854775807";

    private readonly Statement insert = new(connection, "INSERT INTO timers (visible_at, sequence, instance, event, checksum) VALUES ($1, $2, $3, $4, row_checksum($1, $2, $3, $4))");
    private readonly Statement due = new(connection, $"SELECT visible_at, sequence, instance, event, checksum IS {RowSums.Timer} FROM timers WHERE visible_at <= $1 ORDER BY visible_at, sequence LIMIT $2");
    private readonly Statement next = new(connection, $"SELECT min(visible_at) FROM timers WHERE visible_at < {Never}");
    private readonly Statement setAside = new(connection, $"UPDATE timers SET visible_at = {Never} WHERE visible_at = $1 AND sequence = $2");
    private readonly Statement any = new(connection, "SELECT 1 FROM timers WHERE instance = $1 LIMIT 1");
    private readonly Statement delete = new(connection, "DELETE FROM timers WHERE visible_at = $1 AND sequence = $2");
    private readonly Statement deleteAll = new(connection, "DELETE FROM timers WHERE instance = $1");

    public void Add(long visibleAt, long sequence, long instance, HistoryEvent message) => insert.Run(visibleAt, sequence, instance, message.ToByteArray());

    /// <summary>What is due, earliest first; where a row is damaged, <see cref="DueMessage.Event"/> is null.</summary>
    public IReadOnlyList<DueMessage> Due(long now, int limit)
    {
        using SqliteDataReader reader = due.Query(now, limit);
        List<DueMessage> messages = [];
        while (reader.Read())
        {
            HistoryEvent? message = reader.GetInt64(4) != 0 ? HistoryEvent.Parser.ParseFrom(reader.GetFieldValue<byte[]>(3)) : null;
            messages.Add(new DueMessage((reader.GetValue(0), reader.GetValue(1)), reader.GetInt64(1), reader.GetInt64(2), message));
        }

        return messages;
    }

    /// <summary>The earliest time in UTC ticks at which something becomes visible, or null.</summary>
    public long? Next()
    {
        using SqliteDataReader reader = next.Query();
        return reader.Read() ? reader.NumberOrNull(0) : null;
    }

    /// <summary>Whether anything is to become visible to the instance.</summary>
    public bool Any(long instance)
    {
        using SqliteDataReader reader = any.Query(instance);
        return reader.Read();
    }

    public void Delete(DueMessage message) => delete.Run(message.Place.VisibleAt, message.Place.Sequence);

    /// <summary>Keeps a damaged row, which is never due again.</summary>
    public void SetAside(DueMessage message) => setAside.Run(message.Place.VisibleAt, message.Place.Sequence);

    public void DeleteAll(long instance) => deleteAll.Run(instance);

    public void Dispose()
    {
        insert.Dispose();
        due.Dispose();
        next.Dispose();
        setAside.Dispose();
        any.Dispose();
        delete.Dispose();
        deleteAll.Dispose();
    }
}
