using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>What clients ask about instances, read on connections of their own: a question never waits for a write.</summary>
internal sealed class InstanceQueries(HubDatabase database)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    private const string Columns = """
        key, id, name, version, status, scheduled, created, updated, completed, execution_id, parent_id, tags, failure, custom_status, input, output
        """;

    private const string SlimColumns = """
        key, id, name, version, status, scheduled, created, updated, completed, execution_id, parent_id, tags, NULL, NULL, NULL, NULL
        """;

    public OrchestrationState? Find(string id, bool payloads) => database.Read(connection =>
    {
        using var select = new Statement(connection, $"SELECT {(payloads ? Columns : SlimColumns)} FROM instances WHERE id = $1");
        using SqliteDataReader reader = select.Query(id);
        return reader.Read() ? Read(reader) : null;
    });

    public QueryInstancesResponse Query(InstanceQuery query)
    {
        int page = PageSize(query.MaxInstanceCount);
        var where = new StringBuilder("key > $1");
        List<object?> values = [Cursor(query.ContinuationToken)];
        AddStatuses(where, query.RuntimeStatus);
        Add(where, values, "created >= ", query.CreatedTimeFrom?.ToDateTimeOffset().UtcTicks);
        Add(where, values, "created < ", query.CreatedTimeTo?.ToDateTimeOffset().UtcTicks);
        if (!string.IsNullOrEmpty(query.InstanceIdPrefix))
        {
            Add(where, values, $"substr(id, 1, {query.InstanceIdPrefix.EnumerateRunes().Count()}) = ", query.InstanceIdPrefix);
        }

        string columns = query.FetchInputsAndOutputs ? Columns : SlimColumns;
        return database.Read(connection =>
        {
            using var select = new Statement(connection, $"SELECT {columns} FROM instances WHERE {where} ORDER BY key LIMIT {page + 1}");
            using SqliteDataReader reader = select.Query(values.ToArray());
            var response = new QueryInstancesResponse();
            long last = 0;
            while (reader.Read())
            {
                if (response.OrchestrationState.Count == page)
                {
                    response.ContinuationToken = last.ToString(CultureInfo.InvariantCulture);
                    break;
                }

                last = reader.GetInt64(0);
                response.OrchestrationState.Add(Read(reader));
            }

            return response;
        });
    }

    public ListInstanceIdsResponse List(ListInstanceIdsRequest request)
    {
        int page = PageSize(request.PageSize);
        var where = new StringBuilder("key > $1");
        List<object?> values = [Cursor(request.LastInstanceKey)];
        AddStatuses(where, request.RuntimeStatus);
        Add(where, values, "completed >= ", request.CompletedTimeFrom?.ToDateTimeOffset().UtcTicks);
        Add(where, values, "completed < ", request.CompletedTimeTo?.ToDateTimeOffset().UtcTicks);
        return database.Read(connection =>
        {
            using var select = new Statement(connection, $"SELECT key, id FROM instances WHERE {where} ORDER BY key LIMIT {page + 1}");
            using SqliteDataReader reader = select.Query(values.ToArray());
            var response = new ListInstanceIdsResponse();
            long last = 0;
            while (reader.Read())
            {
                if (response.InstanceIds.Count == page)
                {
                    response.LastInstanceKey = last.ToString(CultureInfo.InvariantCulture);
                    break;
                }

                last = reader.GetInt64(0);
                response.InstanceIds.Add(reader.GetString(1));
            }

            return response;
        });
    }

    /// <summary>Ids of the finished instances that a purge filter means.</summary>
    public IReadOnlyList<string> Finished(PurgeInstanceFilter filter)
    {
        OrchestrationStatus[] wanted = [.. filter.RuntimeStatus.Where(status => status.IsFinished())];
        if (wanted.Length == 0)
        {
            if (filter.RuntimeStatus.Count > 0)
            {
                throw Refusals.Because(
                    StatusCode.FailedPrecondition,
                    $"The purge filter asks for {string.Join(", ", filter.RuntimeStatus)} only; an instance that has not ended cannot be purged. Terminate it first.");
            }

            wanted = [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated, OrchestrationStatus.Canceled];
        }

        var where = new StringBuilder("key > $1");
        List<object?> values = [0L];
        AddStatuses(where, wanted);
        Add(where, values, "created >= ", filter.CreatedTimeFrom?.ToDateTimeOffset().UtcTicks);
        Add(where, values, "created < ", filter.CreatedTimeTo?.ToDateTimeOffset().UtcTicks);
        return database.Read(connection =>
        {
            using var select = new Statement(connection, $"SELECT id FROM instances WHERE {where} ORDER BY key");
            using SqliteDataReader reader = select.Query(values.ToArray());
            List<string> ids = [];
            while (reader.Read())
            {
                ids.Add(reader.GetString(0));
            }

            return ids;
        });
    }

    /// <summary>The committed history in chunks of some 256 KiB.</summary>
    /// <param name="executionId">When given, the execution that is meant; null for the present one.</param>
    /// <exception cref="RpcException">NotFound: no such instance, or it has begun a new execution since.</exception>
    public IReadOnlyList<HistoryChunk> History(string id, string? executionId) => database.Read(connection =>
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

    private static int PageSize(int asked) => asked <= 0 ? DefaultPage : Math.Min(asked, LargestPage);

    private static long Cursor(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return 0;
        }

        return long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out long key)
            ? key
            : throw Refusals.Because(StatusCode.InvalidArgument, $"'{Refusals.Shorten(token)}' is not a continuation token of this task hub. Send back the last answer's token unchanged.");
    }

    private static void Add(StringBuilder where, List<object?> values, string comparison, object? value)
    {
        if (value is not null)
        {
            values.Add(value);
            where.Append(" AND ").Append(comparison).Append('$').Append(values.Count);
        }
    }

    private static void AddStatuses(StringBuilder where, IReadOnlyCollection<OrchestrationStatus> statuses)
    {
        if (statuses.Count > 0)
        {
            where.Append(" AND status IN (").AppendJoin(", ", statuses.Select(status => (int)status)).Append(')');
        }
    }

    private static OrchestrationState Read(SqliteDataReader reader)
    {
        var state = new OrchestrationState
        {
            InstanceId = reader.GetString(1),
            Name = reader.GetString(2),
            Version = reader.TextOrNull(3),
            OrchestrationStatus = (OrchestrationStatus)reader.GetInt32(4),
            ScheduledStartTimestamp = Time(reader.NumberOrNull(5)),
            CreatedTimestamp = Time(reader.GetInt64(6)),
            LastUpdatedTimestamp = Time(reader.GetInt64(7)),
            CompletedTimestamp = Time(reader.NumberOrNull(8)),
            ExecutionId = reader.GetString(9),
            ParentInstanceId = reader.TextOrNull(10),
            CustomStatus = reader.TextOrNull(13),
            Input = reader.TextOrNull(14),
            Output = reader.TextOrNull(15),
        };
        if (reader.BytesOrNull(11) is { } tags)
        {
            state.Tags.Add(ExecutionStartedEvent.Parser.ParseFrom(tags).Tags);
        }

        if (reader.BytesOrNull(12) is { } failure)
        {
            state.FailureDetails = TaskFailureDetails.Parser.ParseFrom(failure);
        }

        return state;
    }

    private static Timestamp? Time(long? ticks) => ticks is { } value ? Timestamp.FromDateTime(new DateTime(value, DateTimeKind.Utc)) : null;
}
