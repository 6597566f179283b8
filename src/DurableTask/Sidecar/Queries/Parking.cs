using System.Globalization;
using Microsoft.Data.Sqlite;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Queries;

/// <summary>What lies in the hub: the counts, the parked items, and, when the hub opens, what waits for a worker.</summary>
internal sealed class Parking(HubDatabase database)
{
    /// <summary>Puts everything that waits in line again after the hub was opened.</summary>
    public (int Turns, int Activities) Refill(Dispatcher dispatcher)
    {
        int turns = 0;
        using var parked = new Statement(database.Writer, "SELECT key, name, version, parked FROM instances WHERE parked IS NOT NULL");
        using (SqliteDataReader reader = parked.Query())
        {
            while (reader.Read())
            {
                dispatcher.Turns.Park(reader.GetInt64(0), reader.TextOrNull(1) ?? string.Empty, reader.TextOrNull(2));
                Expect(dispatcher, WorkKind.Turn, reader);
            }
        }

        using var parkedActivities = new Statement(database.Writer, "SELECT sequence, name, version, parked FROM activities WHERE parked IS NOT NULL");
        using (SqliteDataReader reader = parkedActivities.Query())
        {
            while (reader.Read())
            {
                Expect(dispatcher, WorkKind.Activity, reader);
            }
        }

        using var waiting = new Statement(database.Writer, """
            SELECT key, name, version, losses FROM instances WHERE parked IS NULL AND EXISTS (SELECT 1 FROM inbox WHERE inbox.instance = instances.key)
                AND status IN (0, 6, 7) ORDER BY key
            """);
        using (SqliteDataReader reader = waiting.Query())
        {
            while (reader.Read())
            {
                dispatcher.Turns.Found(reader.GetInt64(0), reader.TextOrNull(1) ?? string.Empty, reader.TextOrNull(2), reader.GetInt32(3));
                turns++;
            }
        }

        int activities = 0;
        using var pending = new Statement(database.Writer, "SELECT instance, sequence, name, version, losses FROM activities WHERE parked IS NULL ORDER BY sequence");
        using (SqliteDataReader reader = pending.Query())
        {
            while (reader.Read())
            {
                dispatcher.Activities.Scheduled(reader.GetInt64(0), reader.GetInt64(1), reader.TextOrNull(2) ?? string.Empty, reader.TextOrNull(3), request: null, reader.GetInt32(4));
                activities++;
            }
        }

        return (turns, activities);
    }

    public IReadOnlyList<ParkedItem> List() => database.Read(List);

    public static IReadOnlyList<ParkedItem> List(SqliteConnection connection)
    {
        List<ParkedItem> items = [];
        using var turns = new Statement(connection, "SELECT key, id, name, parked FROM instances WHERE parked IS NOT NULL ORDER BY key");
        using (SqliteDataReader reader = turns.Query())
        {
            while (reader.Read())
            {
                items.Add(new ParkedItem(Name('t', reader.GetInt64(0)), reader.GetString(1), reader.GetString(2), TaskId: null, reader.GetString(3)));
            }
        }

        using var activities = new Statement(connection, """
            SELECT a.sequence, i.id, a.name, a.task_id, a.parked FROM activities a JOIN instances i ON i.key = a.instance WHERE a.parked IS NOT NULL ORDER BY a.sequence
            """);
        using (SqliteDataReader reader = activities.Query())
        {
            while (reader.Read())
            {
                items.Add(new ParkedItem(Name('a', reader.GetInt64(0)), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetString(4)));
            }
        }

        return items;
    }

    /// <summary>Puts one parked item back in line.</summary>
    /// <returns>False when none has that id.</returns>
    public static bool Retry(HubTransaction transaction, string id)
    {
        if (id.Length < 2 || !long.TryParse(id.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        return id[0] == 't' ? transaction.Instances.Find(number) is { } row && RetryTurn(transaction, row) : id[0] == 'a' && RetryActivity(transaction, number);
    }

    /// <summary>Puts an item back in line that is parked for a reason that no longer holds. Its deliveries in vain go on being counted: nobody has looked at it.</summary>
    /// <param name="isPast">Whether it is this reason.</param>
    public static void PutBack(HubTransaction transaction, ItemName item, Func<string, bool> isPast)
    {
        try
        {
            if (item.Kind == WorkKind.Turn && transaction.Instances.Find(item.Number) is { Parked: { } reason } row)
            {
                if (!isPast(reason))
                {
                    return;
                }

                transaction.Instances.PutBack(row.Key);
                transaction.AfterCommit(dispatcher => dispatcher.Turns.Unpark(row.Key, row.Name, row.Version, row.Losses));
            }
            else if (item.Kind == WorkKind.Activity && transaction.Activities.Find(item.Number) is { Parked: { } why } activity)
            {
                if (!isPast(why))
                {
                    return;
                }

                transaction.Activities.PutBack(item.Number);
                transaction.AfterCommit(dispatcher => dispatcher.Activities.Scheduled(
                    activity.Instance, activity.Sequence, activity.Name, activity.Version, activity.Request, activity.Losses, dispatcher.Unwanted.Remove(item)));
            }
        }
        catch (DamagedRowException)
        {
            // It stays parked, and the hub's check names it; the others go on.
        }

        transaction.AfterCommit(dispatcher => dispatcher.Unwanted.Remove(item));
    }

    /// <summary>Puts what is parked of an instance back in line: its turn, and its activities.</summary>
    public static void Retry(HubTransaction transaction, InstanceRow row)
    {
        RetryTurn(transaction, row);
        foreach (long activity in transaction.Activities.SequencesOf(row.Key))
        {
            RetryActivity(transaction, activity);
        }
    }

    private static bool RetryTurn(HubTransaction transaction, InstanceRow row)
    {
        if (row.Parked is null)
        {
            return false;
        }

        transaction.Instances.Unpark(row.Key);
        transaction.AfterCommit(dispatcher =>
        {
            dispatcher.Unwanted.Remove(new ItemName(WorkKind.Turn, row.Key));
            dispatcher.Turns.Unpark(row.Key, row.Name, row.Version, losses: 0);
        });
        return true;
    }

    private static bool RetryActivity(HubTransaction transaction, long sequence)
    {
        if (transaction.Activities.Find(sequence) is not { Parked: not null } activity)
        {
            return false;
        }

        transaction.Activities.Unpark(sequence);
        transaction.AfterCommit(dispatcher => dispatcher.Activities.Scheduled(
            activity.Instance, sequence, activity.Name, activity.Version, activity.Request, losses: 0, dispatcher.Unwanted.Remove(new ItemName(WorkKind.Activity, sequence))));
        return true;
    }

    public HubStatus Status() => database.Read(connection =>
    {
        Dictionary<string, long> instances = new(StringComparer.Ordinal);
        using var byStatus = new Statement(connection, "SELECT status, count(*) FROM instances GROUP BY status");
        using (SqliteDataReader reader = byStatus.Query())
        {
            while (reader.Read())
            {
                instances[((OrchestrationStatus)reader.GetInt32(0)).ToString()] = reader.GetInt64(1);
            }
        }

        using var counts = new Statement(connection, """
            SELECT (SELECT count(*) FROM inbox i JOIN instances s ON s.key = i.instance WHERE s.status IN (0, 6, 7)), (SELECT count(*) FROM activities), (SELECT count(*) FROM timers),
                (SELECT count(*) FROM activities WHERE parked IS NOT NULL) + (SELECT count(*) FROM instances WHERE parked IS NOT NULL)
            """);
        using SqliteDataReader row = counts.Query();
        row.Read();
        return new HubStatus(instances, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), OldestWork.Message(connection), OldestWork.Activity(connection));
    });

    private static void Expect(Dispatcher dispatcher, WorkKind kind, SqliteDataReader parked)
    {
        if (ParkReason.WaitsForAWorker(parked.GetString(3)))
        {
            dispatcher.Unwanted.Add(new WorkRoute(kind, parked.TextOrNull(1) ?? string.Empty, parked.TextOrNull(2)), parked.GetInt64(0), handBacks: null);
        }
    }

    private static string Name(char kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number:x}");
}
