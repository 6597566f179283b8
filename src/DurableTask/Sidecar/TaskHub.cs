using Grpc.Core;
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
    private static readonly TimeSpan FirstAbandonDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(1);

    private readonly HubDatabase database;
    private readonly HubTransaction transaction;
    private readonly HubLoop loop;
    private readonly WakeUp wakeUp;
    private readonly Losses losses;
    private readonly ILogger logger;
    private readonly CancellationTokenSource closing = new();
    private int disposed;

    private TaskHub(HubDatabase database, SidecarOptions options, ILogger logger, TimeProvider clock)
    {
        this.database = database;
        this.logger = logger;
        Options = options;
        Clock = clock;
        Queries = new InstanceQueries(database);
        Parking = new Parking(database);
        losses = new Losses(options.MaximumDeliveries, logger);
        transaction = new HubTransaction(database, clock);
        wakeUp = new WakeUp(clock, OnWake);
        var dispatcher = new Dispatcher(transaction, Watch, new Deferred(clock, wakeUp), logger)
        {
            InstanceDamaged = (key, reason) => Forgo(running => running.Instances.Park(key, reason)),
            ActivityDamaged = (sequence, reason) => Forgo(running => running.Activities.Park(sequence, reason)),
        };
        loop = new HubLoop(transaction, dispatcher, logger);
        (int turns, int activities) = Parking.Refill(dispatcher);
        dispatcher.Deferred.Woken(transaction.Timers.Next());
        logger.HubOpen(database.Path, options.UnixSocketPath ?? "loopback", turns, activities);
    }

    internal SidecarOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal InstanceQueries Queries { get; }

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
            return hub;
        }
        catch (SqliteException error)
        {
            database.Dispose();
            throw new TaskHubException($"The task hub '{database.Path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>What was handed out too often and waits for a person, oldest first.</summary>
    public Task<IReadOnlyList<ParkedItem>> ListParkedAsync() => Task.Run(Parking.List);

    /// <summary>Puts a parked item back in line, with its count of deliveries at zero.</summary>
    /// <param name="id">The item's <see cref="ParkedItem.Id"/>.</param>
    /// <returns>False when no parked item has that id.</returns>
    public Task<bool> RetryParkedAsync(string id) => loop.WriteAsync(null, running => Parking.Retry(running, id));

    /// <summary>Counts of instances, messages, activities, timers and parked items.</summary>
    public Task<HubStatus> GetStatusAsync() => Task.Run(Parking.Status);

    /// <summary>Ends all worker streams and waits, so that a server can close in an orderly way.</summary>
    public void Close() => closing.Cancel();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        closing.Cancel();
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

    internal Task ConnectAsync(WorkerConnection worker) => loop.PostAsync(dispatcher => dispatcher.Connect(worker));

    /// <summary>Hands what the worker held to others, and counts the deliveries.</summary>
    internal async Task DisconnectAsync(WorkerConnection worker)
    {
        try
        {
            await loop.WriteAsync(null, running =>
            {
                string cause = $"worker {worker.Name} went away";
                HashSet<long> parked = [];
                parked.UnionWith(worker.Turns.Where(lease => losses.Count(running, lease, cause)).Select(lease => lease.Slot.Key));
                parked.UnionWith(worker.Activities.Values.Where(held => losses.Count(running, held, cause)).Select(held => held.Item.Number));
                running.AfterCommit(dispatcher => dispatcher.Disconnect(worker, parked));
                return true;
            }).ConfigureAwait(false);
        }
        catch (RpcException error) when (error.StatusCode != StatusCode.Unavailable)
        {
            // The count could not be written (a full disk); the work must go out again all the same.
            await loop.PostAsync(dispatcher => dispatcher.Disconnect(worker, new HashSet<long>())).ConfigureAwait(false);
        }
    }

    internal async Task CompleteTurnAsync(OrchestratorResponse response)
    {
        CompletionToken token = CompletionToken.Parse(response.CompletionToken, WorkKind.Turn);
        if (response.IsPartialChunk())
        {
            await loop.PostAsync(dispatcher => dispatcher.Leases.Find(token)?.Keep(response)).ConfigureAwait(false);
            return;
        }

        await HeldAsync(token, () => loop.WriteAsync("turn", running =>
        {
            if (loop.Dispatcher.Leases.Find(token) is not { } lease
                || running.Instances.Find(lease.Slot.Key) is not { IsFinished: false } row
                || row.Turn != lease.Turn)
            {
                logger.Stale(response.CompletionToken);
                return false;
            }

            if (lease.InstanceId != response.InstanceId)
            {
                throw Refusals.Because(StatusCode.InvalidArgument, $"The completion token belongs to instance '{lease.InstanceId}', not to '{Refusals.Shorten(response.InstanceId)}'.");
            }

            new TurnCompletion(running, row, lease, lease.Whole(response), logger).Apply();
            return true;
        })).ConfigureAwait(false);
    }

    internal async Task CompleteActivityAsync(ActivityResponse response)
    {
        CompletionToken? token = response.CompletionToken.Length == 0 ? null : CompletionToken.Parse(response.CompletionToken, WorkKind.Activity);
        await HeldAsync(token, () => loop.WriteAsync("activity", running =>
        {
            bool first = ActivityCompletion.Apply(running, response);
            if (!first)
            {
                logger.Stale(response.CompletionToken);
            }

            return first;
        })).ConfigureAwait(false);
    }

    /// <summary>Takes an item back from a worker that will not do it; it goes out again after a pause that grows with each time.</summary>
    internal Task AbandonAsync(string text, WorkKind kind)
    {
        CompletionToken token = CompletionToken.Parse(text, kind);
        return loop.WriteAsync(null, running =>
        {
            if (loop.Dispatcher.Leases.Find(token) is { } lease && kind == WorkKind.Turn)
            {
                bool parked = losses.Count(running, lease, $"worker {lease.Worker.Name} abandoned it");
                int count = running.Instances.Find(lease.Slot.Key)?.Losses ?? 1;
                running.AfterCommit(dispatcher => dispatcher.Leases.Release(lease, Pause(count), parked));
            }
            else if (loop.Dispatcher.Activities.FindHeld(token) is { } held && kind == WorkKind.Activity)
            {
                bool parked = losses.Count(running, held, $"worker {held.Worker.Name} abandoned it");
                int count = running.Activities.Find(held.Item.Number)?.Losses ?? 1;
                running.AfterCommit(dispatcher => dispatcher.Activities.Release(held, Pause(count), parked));
            }

            return true;
        });
    }

    private static TimeSpan Pause(int losses) => FirstAbandonDelay * Math.Pow(4, Math.Clamp(losses - 1, 0, 5));

    /// <summary>Runs a completion; when it cannot be written the worker's hold ends, so that the item goes out again when there is room.</summary>
    private async Task HeldAsync(CompletionToken? token, Func<Task<bool>> complete)
    {
        try
        {
            await complete().ConfigureAwait(false);
        }
        catch (RpcException error) when (token is { } held && error.StatusCode == StatusCode.ResourceExhausted)
        {
            await loop.PostAsync(dispatcher =>
            {
                if (held.Kind == WorkKind.Turn && dispatcher.Leases.Find(held) is { } lease)
                {
                    dispatcher.Leases.Release(lease, AfterRefusal, parked: false);
                }
                else if (held.Kind == WorkKind.Activity && dispatcher.Activities.FindHeld(held) is { } activity)
                {
                    dispatcher.Activities.Release(activity, AfterRefusal, parked: false);
                }
            }).ConfigureAwait(false);
            throw;
        }
    }

    private void OnWake()
    {
        const int MostAtOnce = 1000;
        Task<bool> woken = loop.WriteAsync("timer", running =>
        {
            foreach (DueMessage due in running.Timers.Due(running.Now.UtcTicks, MostAtOnce))
            {
                running.Timers.Delete(due);
                if (running.Instances.Find(due.Instance) is { IsFinished: false } row)
                {
                    running.Deliver(row, due.Event);
                }
            }

            running.AfterCommit(dispatcher => dispatcher.Deferred.Woken(running.Timers.Next()));
            return true;
        });
        _ = woken.ContinueWith(
            _ => loop.PostAsync(dispatcher => dispatcher.Deferred.Wake(Clock.GetUtcNow() + AfterRefusal)),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    /// <summary>A write whose outcome nobody waits for; the loop logs its failure.</summary>
    private void Forgo(Action<HubTransaction> body) => _ = WriteAsync(null, body);
}
