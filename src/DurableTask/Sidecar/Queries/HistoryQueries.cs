using Grpc.Core;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>Histories as workers and clients fetch them, and what is to be added to them next.</summary>
internal sealed class HistoryQueries(HubDatabase database)
{
    /// <summary>The committed history in chunks of some 256 KiB.</summary>
    /// <param name="executionId">When given, the execution that is meant; null for the present one.</param>
    /// <exception cref="RpcException">NotFound: no such instance, or it has begun a new execution since.</exception>
    public IReadOnlyList<HistoryChunk> Read(string id, string? executionId) => database.Read(connection =>
    {
        using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
        using SqliteCommand find = connection.CreateCommand();
        find.Transaction = snapshot;
        find.CommandText = $"SELECT key, execution_id, history_length, checksum IS {RowSums.Instance} FROM instances WHERE id = $id";
        find.Parameters.AddWithValue("$id", id);
        long key;
        int length;
        using (SqliteDataReader reader = find.ExecuteReader())
        {
            if (!reader.Read())
            {
                throw Refusals.NoSuchInstance(id);
            }

            key = reader.GetInt64(0);
            if (reader.GetInt64(3) == 0)
            {
                throw Refusals.From(new DamagedRowException("instances", key, key));
            }

            length = reader.GetInt32(2);
            if (!string.IsNullOrEmpty(executionId) && reader.GetString(1) != executionId)
            {
                throw Refusals.Because(StatusCode.NotFound, $"The orchestration instance '{Refusals.Shorten(id)}' has begun a new execution; the history of execution '{executionId}' is gone.");
            }
        }

        return Chunks(connection, snapshot, key, length);
    });

    /// <summary>The messages that wait for the instance's next turn, oldest first.</summary>
    /// <exception cref="TaskHubException">A message does not have its checksum.</exception>
    public IReadOnlyList<HistoryEvent> Inbox(string id)
    {
        try
        {
            return database.Read(connection => Inbox(connection, id));
        }
        catch (DamagedRowException damaged)
        {
            throw new TaskHubException(damaged.Message, damaged);
        }
    }

    private static List<HistoryEvent> Inbox(SqliteConnection connection, string id)
    {
        using var select = new Statement(
            connection, "SELECT sequence, event, checksum, instance FROM inbox WHERE instance = (SELECT key FROM instances WHERE id = $1) ORDER BY sequence");
        using SqliteDataReader reader = select.Query(id);
        List<HistoryEvent> waiting = [];
        while (reader.Read())
        {
            waiting.Add(EventTable.Read(reader, "inbox", reader.GetInt64(3)).Event);
        }

        return waiting;
    }

    private static List<HistoryChunk> Chunks(SqliteConnection connection, SqliteTransaction snapshot, long key, int length)
    {
        const int ChunkBytes = 256 << 10;
        using SqliteCommand select = connection.CreateCommand();
        select.Transaction = snapshot;
        select.CommandText = "SELECT sequence, event, checksum FROM history WHERE instance = $key ORDER BY sequence";
        select.Parameters.AddWithValue("$key", key);
        using SqliteDataReader reader = select.ExecuteReader();
        List<HistoryChunk> chunks = [];
        int bytes = ChunkBytes;
        int place = 0;
        while (reader.Read())
        {
            StoredEvent stored = EventTable.Read(reader, "history", key);
            EventTable.Expect(stored.Sequence == place, "history", key, place);
            place++;
            if (bytes + stored.Bytes > ChunkBytes)
            {
                chunks.Add(new HistoryChunk());
                bytes = 0;
            }

            chunks[^1].Events.Add(stored.Event);
            bytes += stored.Bytes;
        }

        EventTable.Expect(place == length, "history", key, place);
        return chunks;
    }
}
