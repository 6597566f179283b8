using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>The instances, as the hub's thread writes them.</summary>
internal sealed class InstanceTable(SqliteConnection connection) : IDisposable
{
    private const string Columns = $"""
        key, id, execution_id, name, version, status, updated, turn, losses, parked, history_length, history_bytes, parent, tags, trace, orchestration_trace,
            checksum IS {RowSums.Instance}
        """;

    private readonly InstanceSeals seals = new(connection);

    private readonly Statement insert = new(connection, """
        INSERT INTO instances (key, id, execution_id, name, version, status, created, updated, scheduled, parent_id, parent, tags, trace, input, input_checksum, output_checksum)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, row_checksum($13), row_checksum(NULL))
        """);

    private readonly Statement byKey = new(connection, $"SELECT {Columns} FROM instances WHERE key = $1");
    private readonly Statement byId = new(connection, $"SELECT {Columns} FROM instances WHERE id = $1");
    private readonly Statement keyOf = new(connection, "SELECT key FROM instances WHERE id = $1");
    private readonly Statement children = new(connection, $"SELECT {Columns} FROM instances WHERE parent_id = $1 ORDER BY key");
    private readonly Statement childIds = new(connection, "SELECT id FROM instances WHERE parent_id = $1");
    private readonly Statement turn = new(connection, """
        UPDATE instances SET status = $2, updated = $3, custom_status = $4, orchestration_trace = $5, turn = turn + 1, losses = 0,
            history_length = $6, history_bytes = $7 WHERE key = $1
        """);

    private readonly Statement finish = new(connection, """
        UPDATE instances SET status = $2, updated = $3, completed = $3, output = $4, output_checksum = row_checksum($4), failure = $5 WHERE key = $1
        """);

    private readonly Statement again = new(connection, """
        UPDATE instances SET execution_id = $2, version = $3, input = $4, input_checksum = row_checksum($4), tags = $5, orchestration_trace = NULL, history_length = 0, history_bytes = 0 WHERE key = $1
        """);

    private readonly Statement rewind = new(connection, """
        UPDATE instances SET status = $2, updated = $3, execution_id = $4, parent = $5, history_length = $6, history_bytes = $7, turn = turn + 1, losses = 0,
            completed = NULL, output = NULL, output_checksum = row_checksum(NULL), failure = NULL, orchestration_trace = NULL WHERE key = $1
        """);

    private readonly Statement parent = new(connection, "UPDATE instances SET parent = $2 WHERE key = $1");
    private readonly Statement status = new(connection, "UPDATE instances SET status = $2, updated = $3 WHERE key = $1");
    private readonly Statement lose = new(connection, "UPDATE instances SET losses = losses + 1 WHERE key = $1 AND turn = $2");
    private readonly Statement takeBackLoss = new(connection, "UPDATE instances SET losses = losses - 1 WHERE key = $1 AND turn = $2 AND losses > 0");
    private readonly Statement park = new(connection, "UPDATE instances SET parked = $2 WHERE key = $1");
    private readonly Statement unpark = new(connection, "UPDATE instances SET parked = NULL, losses = 0 WHERE key = $1");
    private readonly Statement putBack = new(connection, "UPDATE instances SET parked = NULL WHERE key = $1");
    private readonly Statement delete = new(connection, "DELETE FROM instances WHERE key = $1");
    private readonly Statement origin = new(connection, "SELECT input, input_checksum IS row_checksum(input) FROM instances WHERE key = $1");
    private readonly Statement outcome = new(connection, "SELECT output, output_checksum IS row_checksum(output) FROM instances WHERE key = $1");

    public void Insert(long key, NewInstance instance, OrchestrationStatus initial, long now)
    {
        ExecutionStartedEvent start = instance.Start;
        seals.Create(key);
        insert.Run(
            key,
            instance.Id,
            instance.ExecutionId,
            start.Name,
            start.Version,
            (int)initial,
            now,
            instance.ScheduledStart?.UtcTicks,
            start.ParentInstance?.OrchestrationInstance?.InstanceId,
            start.ParentInstance?.ToByteArray(),
            TagBytes(start),
            start.ParentTraceContext?.ToByteArray(),
            start.Input);
    }

    public InstanceRow? Find(long key) => One(byKey.Query(key));

    public InstanceRow? Find(string id) => One(byId.Query(id));

    public IReadOnlyList<InstanceRow> ChildrenOf(string id)
    {
        using SqliteDataReader reader = children.Query(id);
        List<InstanceRow> rows = [];
        while (reader.Read())
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    /// <summary>The ids of an instance's children, whose rows may be damaged.</summary>
    public IReadOnlyList<string> ChildIdsOf(string id)
    {
        using SqliteDataReader reader = childIds.Query(id);
        List<string> found = [];
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    public string? InputOf(long key) => TextOf(origin, key);

    public string? OutputOf(long key) => TextOf(outcome, key);

    public void CommitTurn(long key, OrchestrationStatus newStatus, long now, string? customStatus, byte[]? orchestrationTrace, int historyLength, long historyBytes)
    {
        seals.Change(key);
        turn.Run(key, (int)newStatus, now, customStatus, orchestrationTrace, historyLength, historyBytes);
    }

    public void Finish(long key, OrchestrationStatus final, long now, string? output, TaskFailureDetails? failure)
    {
        seals.Change(key);
        finish.Run(key, (int)final, now, output, failure?.ToByteArray());
    }

    public void BeginAgain(long key, string executionId, ExecutionStartedEvent start)
    {
        seals.Change(key);
        again.Run(key, executionId, start.Version, start.Input, TagBytes(start));
    }

    /// <summary>Takes back the end of a failed instance: it goes on in a new execution whose history is so long.</summary>
    public void Rewind(long key, OrchestrationStatus value, long now, string executionId, byte[]? parentInfo, int historyLength, long historyBytes)
    {
        seals.Change(key);
        rewind.Run(key, (int)value, now, executionId, parentInfo, historyLength, historyBytes);
    }

    public void SetParent(long key, byte[] parentInfo)
    {
        seals.Change(key);
        parent.Run(key, parentInfo);
    }

    public void SetStatus(long key, OrchestrationStatus value, long now)
    {
        seals.Change(key);
        status.Run(key, (int)value, now);
    }

    public void CountLoss(long key, long turnNumber) => lose.Run(key, turnNumber);

    /// <returns>Whether there was one to take back: the turn has not been answered since.</returns>
    public bool TakeBackLoss(long key, long turnNumber) => takeBackLoss.Run(key, turnNumber) > 0;

    public void Park(long key, string reason) => park.Run(key, reason);

    public void Unpark(long key) => unpark.Run(key);

    /// <summary>As <see cref="Unpark"/>, but the deliveries in vain go on being counted.</summary>
    public void PutBack(long key) => putBack.Run(key);

    public void Delete(long key) => delete.Run(key);

    /// <summary>The key of an instance whose row may be damaged, so that it can be removed; null when there is none of that id.</summary>
    public long? KeyOf(string id)
    {
        using SqliteDataReader reader = keyOf.Query(id);
        return reader.Read() ? reader.GetInt64(0) : null;
    }

    /// <summary>Has to be called at the end of each operation, so that what it changed has its checksums.</summary>
    public void Seal() => seals.Seal();

    /// <summary>The operation is taken back.</summary>
    public void Undo() => seals.Forget();

    public void Dispose()
    {
        foreach (Statement statement in new[] { insert, byKey, byId, keyOf, children, childIds, turn, finish, again, rewind, parent, status, lose, takeBackLoss, park, unpark, putBack, delete, origin, outcome })
        {
            statement.Dispose();
        }

        seals.Dispose();
    }

    /// <summary>Tags are stored as an ExecutionStartedEvent with nothing but tags, so that the wire's own encoding is the only one.</summary>
    private static byte[]? TagBytes(ExecutionStartedEvent start)
    {
        if (start.Tags.Count == 0)
        {
            return null;
        }

        var tags = new ExecutionStartedEvent();
        tags.Tags.Add(start.Tags);
        return tags.ToByteArray();
    }

    private static string? TextOf(Statement column, long key)
    {
        using SqliteDataReader reader = column.Query(key);
        return !reader.Read() ? null : reader.GetInt64(1) != 0 ? reader.TextOrNull(0) : throw new DamagedRowException("instances", key, key);
    }

    private InstanceRow? One(SqliteDataReader reader)
    {
        using (reader)
        {
            return reader.Read() ? Read(reader) : null;
        }
    }

    private InstanceRow Read(SqliteDataReader reader)
    {
        seals.See(reader.GetInt64(0), reader.GetInt64(16) != 0);
        return new InstanceRow(
            reader.GetInt64(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.TextOrNull(4),
        (OrchestrationStatus)reader.GetInt32(5),
            reader.GetInt64(6),
            reader.GetInt64(7),
            reader.GetInt32(8),
            reader.TextOrNull(9),
            reader.GetInt32(10),
            reader.GetInt64(11),
            reader.BytesOrNull(12),
            reader.BytesOrNull(13),
            reader.BytesOrNull(14),
            reader.BytesOrNull(15));
    }
}
