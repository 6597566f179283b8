using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Queries;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar;

/// <summary>A task hub: orchestration instances, their histories, and the work that waits, in one SQLite file. Thread-safe.</summary>
/// <remarks>Every change is on disk (WAL, synchronous=FULL) before its caller hears of it.</remarks>
public sealed class TaskHub : IDisposable
{
    private static readonly TimeSpan AfterFailedWrite = TimeSpan.FromSeconds(1);

    private readonly HubDatabase database;
    private readonly HubTransaction transaction;
    private readonly HubLoop loop;
    private readonly WakeUp wakeUp;
    private readonly HubMetrics metrics;
    private readonly DamageWatch damage;
    private readonly CancellationTokenSource closing = new();
    private int disposed;

    private TaskHub(HubDatabase database, SidecarOptions options, ILogger logger, TimeProvider clock)
    {
        this.database = database;
        Options = options;
        Clock = clock;
        Queries = new InstanceQueries(database);
        Histories = new HistoryQueries(database);
        Parking = new Parking(database);
        transaction = new HubTransaction(database, clock);
        wakeUp = new WakeUp(clock, OnWake);
        var dispatcher = new Dispatcher(transaction, Watch, new Deferred(clock, wakeUp), logger)
        {
            InstanceDamaged = (key, reason) => Park(running => running.Instances.Park(key, reason)),
            ActivityDamaged = (sequence, reason) => Park(running => running.Activities.Park(sequence, reason)),
            WorkerCame = PutBack,
        };
        loop = new HubLoop(transaction, dispatcher, logger, clock);
        Workers = new WorkerCalls(loop, new Losses(options.MaximumDeliveries, logger), logger);
        metrics = new HubMetrics(Parking.Status, () => dispatcher.WorkerCount, clock);
        damage = new DamageWatch(database, clock, logger);
        (int turns, int activities) = Parking.Refill(dispatcher);
        dispatcher.Deferred.Wake(transaction.Timers.Next());
        logger.HubOpen(database.Path, options.UnixSocketPath ?? "loopback", turns, activities);
    }

    internal SidecarOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal InstanceQueries Queries { get; }

    internal HistoryQueries Histories { get; }

    internal WorkerCalls Workers { get; }

    internal StatusWatch Watch { get; } = new();

    /// <summary>Ends when the hub is about to close: streams and waits have to end.</summary>
    internal CancellationToken Closing => closing.Token;

    private Parking Parking { get; }

    /// <summary>Opens the hub, making it if it is not there, and takes up what was left when it was last closed or killed.</summary>
    /// <exception cref="TaskHubException">The file is in use by another process, written by a newer version, damaged, or no task hub.</exception>
    public static TaskHub Open(SidecarOptions options, ILoggerFactory loggers, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        ArgumentNullException.ThrowIfNull(clock);
        HubDatabase database = HubDatabase.Open(options.HubPath, options.MaximumHubBytes);
        try
        {
            var hub = new TaskHub(database, options, loggers.CreateLogger("Tapir.Sidecar"), clock);
            hub.loop.Start();
            _ = Task.Run(() => hub.damage.RunAsync(hub.Closing));
            return hub;
        }
        catch (Exception error)
        {
            database.Dispose();
            throw new TaskHubException($"The task hub '{database.Path}' cannot be read: {error.Message} If it is damaged, restore it from a backup.", error);
        }
    }

    /// <summary>The same as <see cref="ListParkedAsync"/> for whoever looks at a hub on this machine that another process has open.</summary>
    /// <exception cref="TaskHubException">The file cannot be read.</exception>
    public static IReadOnlyList<ParkedItem> ReadParked(string hubPath) => HubDatabase.ReadOther(hubPath, Parking.List);

    /// <summary>What was handed out too often and waits for a person, or waits for a worker that takes it; oldest first.</summary>
    public Task<IReadOnlyList<ParkedItem>> ListParkedAsync() => Task.Run(Parking.List);

    /// <summary>Puts a parked item back in line, with its count of deliveries at zero.</summary>
    /// <param name="id">The item's <see cref="ParkedItem.Id"/>.</param>
    /// <returns>False when no parked item has that id.</returns>
    public Task<bool> RetryParkedAsync(string id) => loop.WriteAsync("retry", running => Parking.Retry(running, id));

    /// <summary>Counts of instances, messages, activities, timers and parked items.</summary>
    public Task<HubStatus> GetStatusAsync() => Task.Run(() => Parking.Status() with { Damage = damage.Found });

    /// <summary>Looks at every row now, beside the hub's work, and names what is damaged. It does so by itself after it was opened and then once a day; <see cref="HubStatus.Damage"/> is
    /// what it found last.</summary>
    public Task<IReadOnlyList<DamagedRow>> CheckAsync(CancellationToken cancellation) => Task.Run(() => damage.CheckAsync(structure: true, cancellation), cancellation);

    /// <summary>The same for whoever looks at a hub on this machine that another process has open.</summary>
    /// <exception cref="TaskHubException">The file cannot be read.</exception>
    public static Task<IReadOnlyList<DamagedRow>> ReadDamageAsync(string hubPath) =>
        DamageCheck.RunAsync(read => HubDatabase.ReadOther(hubPath, read), structure: true, () => Task.CompletedTask);

    /// <summary>Who works for the hub now, on what, and what waits for a worker.</summary>
    public Task<HubWork> GetWorkAsync() => loop.LookAsync(dispatcher => dispatcher.Survey());

    /// <summary>The messages to an instance that none of its turns has taken yet, oldest first: what a history will hold next.</summary>
    /// <returns>None when there is no such instance.</returns>
    /// <exception cref="TaskHubException">A message is damaged.</exception>
    public Task<IReadOnlyList<HistoryEvent>> ListInboxAsync(string instanceId) => Task.Run(() => Histories.Inbox(instanceId));

    /// <summary>Ends all worker streams and waits, so that a server can close in an orderly way.</summary>
    public void Close() => closing.Cancel();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        closing.Cancel();
        metrics.Dispose();
        wakeUp.Dispose();
        loop.Dispose();
        transaction.Dispose();
        database.Dispose();
        closing.Dispose();
    }

    internal Task<T> WriteAsync<T>(string? kind, Func<HubTransaction, T> body) => loop.WriteAsync(kind, body);

    internal Task<bool> WriteAsync(string? kind, Action<HubTransaction> body) => loop.WriteAsync(kind, running =>
    {
        body(running);
        return true;
    });

    private void OnWake()
    {
        _ = loop.PostAsync(dispatcher => dispatcher.Deferred.Run());
        Write(
            "timer",
            running =>
            {
                DueMessages.Deliver(running);
                long? next = running.Timers.Next();
                running.AfterCommit(dispatcher => dispatcher.Deferred.Wake(next));
            },
            dispatcher => dispatcher.Deferred.Wake(AfterFailedWrite));
    }

    /// <summary>What memory takes for parked has to be so on disk too, or nobody is told of it.</summary>
    private void Park(Action<HubTransaction> body) =>
        Write("park", body, dispatcher => dispatcher.Deferred.Later(AfterFailedWrite, () => Park(body)));

    /// <summary>Until this is written the items stay parked although a worker for them is there.</summary>
    private void PutBack(IReadOnlyList<ItemName> items) => Write(
        "unpark",
        running =>
        {
            foreach (ItemName item in items)
            {
                Parking.PutBack(running, item, ParkReason.WaitsForAWorker);
            }
        },
        dispatcher => dispatcher.Deferred.Later(AfterFailedWrite, dispatcher.LookForTakers));

    /// <summary>A write that nobody waits for, but which has to come about.</summary>
    private void Write(string kind, Action<HubTransaction> body, Action<Dispatcher> afterFailure) => _ = WriteAsync(kind, body).ContinueWith(
        _ => loop.PostAsync(afterFailure),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);
}
