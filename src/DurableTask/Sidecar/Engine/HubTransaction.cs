using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>What an operation on the hub may touch. Rows change at once, inside the transaction; memory changes only through
/// <see cref="AfterCommit"/>, so that an operation that fails leaves no trace in either.</summary>
internal sealed class HubTransaction : IDisposable
{
    private readonly TimeProvider clock;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement rollback;
    private readonly Statement savepoint;
    private readonly Statement release;
    private readonly Statement undo;
    private long sequence;

    public HubTransaction(HubDatabase database, TimeProvider clock)
    {
        this.clock = clock;
        sequence = database.Incarnation << 32;
        Instances = new InstanceTable(database.Writer);
        History = new EventTable(database.Writer, "history");
        Inbox = new EventTable(database.Writer, "inbox");
        Timers = new TimerTable(database.Writer);
        Activities = new ActivityTable(database.Writer);
        begin = new Statement(database.Writer, "BEGIN IMMEDIATE");
        commit = new Statement(database.Writer, "COMMIT");
        rollback = new Statement(database.Writer, "ROLLBACK");
        savepoint = new Statement(database.Writer, "SAVEPOINT operation");
        release = new Statement(database.Writer, "RELEASE operation");
        undo = new Statement(database.Writer, "ROLLBACK TO operation; RELEASE operation");
    }

    public InstanceTable Instances { get; }

    public EventTable History { get; }

    public EventTable Inbox { get; }

    public TimerTable Timers { get; }

    public ActivityTable Activities { get; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The present as an instance sees it: what it has seen of the time does not go back, whatever the clock does.</summary>
    public DateTimeOffset NowFor(InstanceRow row) => Now is var now && now.UtcTicks < row.Updated ? new DateTimeOffset(row.Updated, TimeSpan.Zero) : now;

    /// <summary>Where the running operation's effects on memory are collected.</summary>
    public List<Action<Dispatcher>> Effects { private get; set; } = [];

    /// <summary>A number that this hub has never given before and never will again.</summary>
    public long NextSequence() => ++sequence;

    public void AfterCommit(Action<Dispatcher> effect) => Effects.Add(effect);

    /// <summary>Puts a message into an instance's inbox. Messages are seen in the order of these calls.</summary>
    public void Deliver(InstanceRow target, HistoryEvent message)
    {
        Inbox.Add(target.Key, NextSequence(), message);
        AfterCommit(dispatcher => dispatcher.Turns.MessageArrived(target.Key, target.Name, target.Version));
    }

    /// <summary>Puts a message into the inbox of an instance that wants it. One whose row is damaged is parked and keeps the message: whoever speaks to it has no part in that.</summary>
    /// <returns>False when there is no such instance or it does not want the message.</returns>
    public bool Tell(string id, Predicate<InstanceRow> wants, HistoryEvent message) => Tell(() => Instances.Find(id), wants, message);

    /// <inheritdoc cref="Tell(string, Predicate{InstanceRow}, HistoryEvent)"/>
    public bool Tell(long key, Predicate<InstanceRow> wants, HistoryEvent message) => Tell(() => Instances.Find(key), wants, message);

    /// <summary>Puts a message into the inbox of an instance that has failed: it is read when that is rewound, if ever.</summary>
    public void Keep(InstanceRow target, HistoryEvent message) => Keep(target.Key, message);

    /// <summary>Puts a message into the inbox of an instance that cannot take it now.</summary>
    public void Keep(long key, HistoryEvent message) => Inbox.Add(key, NextSequence(), message);

    /// <summary>Parks an instance with damaged rows, so that nobody is handed its turn.</summary>
    public void ParkDamaged(long key, DamagedRowException damage)
    {
        Instances.Park(key, damage.Message);
        AfterCommit(dispatcher => dispatcher.Turns.ParkDamaged(key));
    }

    /// <summary>Whether the instance was scheduled for a time that has not come: what is put off before the first turn is the start itself.</summary>
    public bool WaitsForItsStart(InstanceRow row) => row.Turn == 0 && Timers.Any(row.Key);

    /// <summary>Has a message delivered when its time comes.</summary>
    public void DeliverAt(InstanceRow target, DateTimeOffset time, HistoryEvent message)
    {
        Timers.Add(time.UtcTicks, NextSequence(), target.Key, message);
        AfterCommit(dispatcher => dispatcher.Deferred.Wake(time));
    }

    /// <summary>Removes an instance and all that belongs to it.</summary>
    public void Remove(InstanceRow row) => Remove(row.Key, row.Id);

    /// <inheritdoc cref="Remove(InstanceRow)"/>
    public void Remove(long key, string id)
    {
        IReadOnlyList<long> activities = Activities.SequencesOf(key);
        Activities.DeleteAll(key);
        Timers.DeleteAll(key);
        Inbox.DeleteAll(key);
        History.DeleteAll(key);
        Instances.Delete(key);
        AfterCommit(dispatcher => dispatcher.Forget(key, id, activities));
    }

    public void Begin() => begin.Run();

    public void Commit() => commit.Run();

    public void Rollback() => rollback.Run();

    public void Savepoint()
    {
        Instances.Undo();
        savepoint.Run();
    }

    public void Release()
    {
        Instances.Seal();
        release.Run();
    }

    public void UndoToSavepoint()
    {
        Instances.Undo();
        undo.Run();
    }

    public void Dispose()
    {
        Instances.Dispose();
        History.Dispose();
        Inbox.Dispose();
        Timers.Dispose();
        Activities.Dispose();
        foreach (Statement statement in new[] { begin, commit, rollback, savepoint, release, undo })
        {
            statement.Dispose();
        }
    }

    private bool Tell(Func<InstanceRow?> find, Predicate<InstanceRow> wants, HistoryEvent message)
    {
        try
        {
            if (find() is not { } target || !wants(target))
            {
                return false;
            }

            Deliver(target, message);
        }
        catch (DamagedRowException damage)
        {
            Keep(damage.Row.Instance, message);
            ParkDamaged(damage.Row.Instance, damage);
        }

        return true;
    }
}
