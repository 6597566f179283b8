using Grpc.Core;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>Histories as workers and clients fetch them.</summary>
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
        find.CommandText = "SELECT key, execution_id FROM instances WHERE id = $id";
        find.Parameters.AddWithValue("$id", id);
        long key;
        using (SqliteDataReader reader = find.ExecuteReader())
        {
            if (!reader.Read())
            {
                throw Refusals.NoSuchInstance(id);
            }

            key = reader.GetInt64(0);
            if (!string.IsNullOrEmpty(executionId) && reader.GetString(1) != executionId)
            {
                throw Refusals.Because(StatusCode.NotFound, $"The orchestration instance '{Refusals.Shorten(id)}' has begun a new execution; the history of execution '{executionId}' is gone.");
            }
        }

        return Chunks(connection, snapshot, key);
    });

    private static List<HistoryChunk> Chunks(SqliteConnection connection, SqliteTransaction snapshot, long key)
    {
        const int ChunkBytes = 256 << 10;
        using SqliteCommand select = connection.CreateCommand();
        select.Transaction = snapshot;
        select.CommandText = "SELECT sequence, event, checksum FROM history WHERE instance = $key ORDER BY sequence";
        select.Parameters.AddWithValue("$key", key);
        using SqliteDataReader reader = select.ExecuteReader();
        List<HistoryChunk> chunks = [];
        int bytes = ChunkBytes;
        while (reader.Read())
        {
            byte[] row = reader.GetFieldValue<byte[]>(1);
            if (Checksum.Of(row) != reader.GetInt64(2))
            {
                throw Refusals.From(new DamagedRowException("history", key, reader.GetInt64(0)));
            }

            if (bytes + row.Length > ChunkBytes)
            {
                chunks.Add(new HistoryChunk());
                bytes = 0;
            }

            chunks[^1].Events.Add(HistoryEvent.Parser.ParseFrom(row));
            bytes += row.Length;
        }

        return chunks;
    }
}
