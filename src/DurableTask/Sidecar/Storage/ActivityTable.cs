using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>Activities without a result. The row's disappearance is what makes a result the first one.</summary>
internal sealed class ActivityTable(SqliteConnection connection) : IDisposable
{
    private const string Columns = "sequence, instance, execution_id, task_id, name, version, losses, parked, request";

    private readonly Statement insert = new(connection, """
        INSERT INTO activities (sequence, instance, execution_id, task_id, name, version, request, checksum) VALUES ($1, $2, $3, $4, $5, $6, $7, row_checksum($1, $2, $3, $4, $5, $6, $7))
        """);

    private readonly Statement find = new(connection, $"SELECT {Columns}, checksum IS {RowSums.Activity} FROM activities WHERE sequence = $1");
    private readonly Statement byTask = new(connection, $"SELECT {Columns}, checksum IS {RowSums.Activity} FROM activities WHERE instance = $1 AND execution_id = $2 AND task_id = $3");
    private readonly Statement sequences = new(connection, "SELECT sequence FROM activities WHERE instance = $1");
    private readonly Statement delete = new(connection, "DELETE FROM activities WHERE sequence = $1");
    private readonly Statement deleteAll = new(connection, "DELETE FROM activities WHERE instance = $1");
    private readonly Statement lose = new(connection, "UPDATE activities SET losses = losses + 1 WHERE sequence = $1");
    private readonly Statement takeBackLoss = new(connection, "UPDATE activities SET losses = losses - 1 WHERE sequence = $1 AND losses > 0");
    private readonly Statement adopt = new(connection, """
        UPDATE activities SET execution_id = $2, checksum = row_checksum(sequence, instance, $2, task_id, name, version, request) WHERE sequence = $1
        """);

    private readonly Statement park = new(connection, "UPDATE activities SET parked = $2 WHERE sequence = $1");
    private readonly Statement unpark = new(connection, "UPDATE activities SET parked = NULL, losses = 0 WHERE sequence = $1");
    private readonly Statement putBack = new(connection, "UPDATE activities SET parked = NULL WHERE sequence = $1");

    public void Add(long sequence, long instance, string executionId, ActivityRequest request)
    {
        insert.Run(sequence, instance, executionId, request.TaskId, request.Name, request.Version, request.ToByteArray());
    }

    public ActivityRow? Find(long sequence) => One(find.Query(sequence));

    public ActivityRow? Find(long instance, string executionId, int taskId) => One(byTask.Query(instance, executionId, taskId));

    public IReadOnlyList<long> SequencesOf(long instance)
    {
        using SqliteDataReader reader = sequences.Query(instance);
        List<long> found = [];
        while (reader.Read())
        {
            found.Add(reader.GetInt64(0));
        }

        return found;
    }

    public bool Delete(long sequence) => delete.Run(sequence) > 0;

    public void DeleteAll(long instance) => deleteAll.Run(instance);

    public void CountLoss(long sequence) => lose.Run(sequence);

    /// <returns>Whether there was one to take back: the activity has no result yet.</returns>
    public bool TakeBackLoss(long sequence) => takeBackLoss.Run(sequence) > 0;

    /// <summary>Has the activity's result go to another execution of its instance; it has to be <see cref="Find(long)">found</see> first.</summary>
    public void Adopt(long sequence, string executionId) => adopt.Run(sequence, executionId);

    public void Park(long sequence, string reason) => park.Run(sequence, reason);

    public void Unpark(long sequence) => unpark.Run(sequence);

    /// <summary>As <see cref="Unpark"/>, but the deliveries in vain go on being counted.</summary>
    public void PutBack(long sequence) => putBack.Run(sequence);

    public void Dispose()
    {
        foreach (Statement statement in new[] { insert, find, byTask, sequences, delete, deleteAll, lose, takeBackLoss, adopt, park, unpark, putBack })
        {
            statement.Dispose();
        }
    }

    private static ActivityRow? One(SqliteDataReader reader)
    {
        using (reader)
        {
            if (!reader.Read())
            {
                return null;
            }

            if (reader.GetInt64(9) == 0)
            {
                throw new DamagedRowException("activities", reader.GetInt64(1), reader.GetInt64(0));
            }

            return new ActivityRow(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetInt32(3),
                reader.GetString(4),
                reader.TextOrNull(5),
                reader.GetInt32(6),
                reader.TextOrNull(7),
                ActivityRequest.Parser.ParseFrom(reader.GetFieldValue<byte[]>(8)));
        }
    }
}
