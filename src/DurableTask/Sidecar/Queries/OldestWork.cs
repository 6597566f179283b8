using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>Since when the hub's oldest open work is open. Sequences are given in order, so the lowest is the oldest.</summary>
internal static class OldestWork
{
    /// <returns>When the message was sent that has waited longest for a turn; null when none waits.</returns>
    public static DateTimeOffset? Message(SqliteConnection connection)
    {
        using var select = new Statement(connection, """
            SELECT i.event FROM inbox i JOIN instances s ON s.key = i.instance WHERE s.status IN (0, 6, 7) ORDER BY i.sequence LIMIT 1
            """);
        using SqliteDataReader reader = select.Query();
        return reader.Read() ? SentAt(reader.GetFieldValue<byte[]>(0)) : null;
    }

    /// <returns>When the activity was scheduled that has been longest without a result, parked ones excepted; null when there is none.</returns>
    public static DateTimeOffset? Activity(SqliteConnection connection)
    {
        using var select = new Statement(connection, "SELECT instance, task_id FROM activities WHERE parked IS NULL ORDER BY sequence LIMIT 1");
        using SqliteDataReader reader = select.Query();
        return reader.Read() ? ScheduledAt(connection, reader.GetInt64(0), reader.GetInt32(1)) : null;
    }

    // The row has no instant of its own; the history tells when the call was made, and its last events most likely.
    private static DateTimeOffset? ScheduledAt(SqliteConnection connection, long instance, int taskId)
    {
        using var select = new Statement(connection, "SELECT event FROM history WHERE instance = $1 ORDER BY sequence DESC");
        using SqliteDataReader reader = select.Query(instance);
        while (reader.Read())
        {
            if (Parse(reader.GetFieldValue<byte[]>(0)) is { TaskScheduled: not null } found && found.EventId == taskId)
            {
                return found.Timestamp?.ToDateTimeOffset();
            }
        }

        return null;
    }

    private static DateTimeOffset? SentAt(byte[] row) => Parse(row)?.Timestamp?.ToDateTimeOffset();

    private static HistoryEvent? Parse(byte[] row)
    {
        try
        {
            return HistoryEvent.Parser.ParseFrom(row);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            // Damage is told of where the row is worked on; an age is not worth failing for.
            return null;
        }
    }
}
