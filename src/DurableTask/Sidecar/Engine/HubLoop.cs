using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Sidecar.Dispatch;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>The hub's one thread. It takes what waits in the queue, applies it in one SQLite transaction, changes memory, replies, and hands
/// out work; then it sleeps until something comes.</summary>
/// <remarks>Group commit: operations that arrive while a commit is on its way to the disk share the next one. Each runs under a savepoint,
/// so a refused one takes nothing of the others with it; if the transaction as a whole fails, each is tried alone.</remarks>
internal sealed class HubLoop : IDisposable
{
    private const int LargestBatch = 256;

    private readonly BlockingCollection<HubOperation> queue = [];
    private readonly HubTransaction transaction;
    private readonly Dispatcher dispatcher;
    private readonly ILogger logger;
    private readonly WriteOutage outage;
    private readonly Thread thread;

    public HubLoop(HubTransaction transaction, Dispatcher dispatcher, ILogger logger, TimeProvider clock)
    {
        outage = new WriteOutage(logger, clock);
        this.transaction = transaction;
        this.dispatcher = dispatcher;
        this.logger = logger;
        thread = new Thread(Run) { IsBackground = true, Name = "task hub" };
    }

    /// <summary>For operations, which run on the hub's thread: who holds what.</summary>
    public Dispatcher Dispatcher => dispatcher;

    public void Start() => thread.Start();

    /// <summary>Writes to the hub; the task ends when the transaction is on disk.</summary>
    /// <exception cref="RpcException">The operation was refused, or the disk is full.</exception>
    public Task<T> WriteAsync<T>(string? kind, Func<HubTransaction, T> body) => Enqueue(new HubOperation<T>(kind, writes: true, body));

    /// <summary>Changes memory only, in order with everything else.</summary>
    public Task PostAsync(Action<Dispatcher> effect) => Enqueue(new HubOperation<bool>(kind: null, writes: false, running =>
    {
        running.AfterCommit(effect);
        return true;
    }));

    /// <summary>Looks at memory as it is between two operations.</summary>
    public Task<T> LookAsync<T>(Func<Dispatcher, T> look) => Enqueue(new HubOperation<T>(kind: null, writes: false, _ => look(dispatcher)));

    public void Dispose()
    {
        queue.CompleteAdding();
        if (thread.IsAlive)
        {
            thread.Join();
        }

        queue.Dispose();
    }

    private Task<T> Enqueue<T>(HubOperation<T> operation)
    {
        try
        {
            queue.Add(operation);
        }
        catch (Exception error) when (error is InvalidOperationException or ObjectDisposedException)
        {
            return Task.FromException<T>(new RpcException(new Status(StatusCode.Unavailable, "The task hub is closing; try again when it is back.")));
        }

        return operation.Completion;
    }

    private void Run()
    {
        dispatcher.Pump();
        List<HubOperation> batch = [];
        while (queue.TryTake(out HubOperation? operation, Timeout.Infinite))
        {
            batch.Add(operation);
            while (batch.Count < LargestBatch && queue.TryTake(out operation))
            {
                batch.Add(operation);
            }

            Apply(batch);
            batch.Clear();
            dispatcher.Pump();
        }
    }

    private void Apply(List<HubOperation> batch)
    {
        if (!TryBegin(batch))
        {
            batch.FindAll(operation => !operation.Writes).ForEach(Execute);
        }
        else if (!TryCommit(batch))
        {
            foreach (HubOperation operation in batch)
            {
                Apply([operation]);
            }

            return;
        }

        foreach (HubOperation operation in batch)
        {
            if (operation.Refusal is null)
            {
                // One that throws ends the process: memory is no longer what the tables say, and the next start makes it anew from them.
                foreach (Action<Dispatcher> effect in operation.Effects)
                {
                    effect(dispatcher);
                }
            }

            operation.Reply();
        }
    }

    /// <summary>Begins a transaction if any of the operations needs one. False: all that do are refused; tried alone each would wait for the lock in turn.</summary>
    private bool TryBegin(List<HubOperation> batch)
    {
        List<HubOperation> writers = batch.FindAll(operation => operation.Writes);
        if (writers.Count == 0)
        {
            return true;
        }

        try
        {
            transaction.Begin();
            return true;
        }
        catch (SqliteException error)
        {
            writers.ForEach(operation => Refuse(operation, error));
            return false;
        }
    }

    /// <summary>Commits what the operations write. False: nothing was written and each has to be tried alone.</summary>
    private bool TryCommit(List<HubOperation> batch)
    {
        bool begun = batch.Exists(operation => operation.Writes);
        try
        {
            batch.ForEach(Execute);
            if (begun)
            {
                Reach(batch, ".before-commit");
                transaction.Commit();
                begun = false;
                outage.End();
                Reach(batch, ".after-commit");
            }

            return true;
        }
        catch (Exception error) when (error is SqliteException or InvalidOperationException or IOException)
        {
            if (begun)
            {
                RollBack();
            }

            if (batch.Count > 1)
            {
                return false;
            }

            Refuse(batch[0], error);
            return true;
        }
    }

    private void Refuse(HubOperation operation, Exception error)
    {
        RpcException refusal = Refusals.From(error);
        operation.Refusal = refusal;
        outage.Refuse(operation.Kind ?? "operation", refusal, error);
    }

    private void Execute(HubOperation operation)
    {
        operation.Effects.Clear();
        operation.Refusal = null;
        transaction.Effects = operation.Effects;
        if (!operation.Writes)
        {
            Look(operation);
            return;
        }

        transaction.Savepoint();
        try
        {
            operation.Execute(transaction);
            transaction.Release();
        }
        catch (Exception error) when (error is not SqliteException)
        {
            // Whatever one operation stumbles over (a refusal, a damaged row) is its own: the others of the batch go on.
            transaction.UndoToSavepoint();
            RefuseAlone(operation, error);
        }
    }

    private void Look(HubOperation operation)
    {
        try
        {
            operation.Execute(transaction);
        }
        catch (Exception error)
        {
            RefuseAlone(operation, error);
        }
    }

    private void RefuseAlone(HubOperation operation, Exception error)
    {
        operation.Effects.Clear();
        operation.Refusal = Refusals.From(error);
        if (error is not RpcException)
        {
            logger.WriteFailed(operation.Kind ?? "operation", error);
        }
    }

    private void RollBack()
    {
        try
        {
            transaction.Rollback();
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself, as it does when the disk is full.
        }
    }

    private static void Reach(List<HubOperation> batch, string instant)
    {
        foreach (HubOperation operation in batch)
        {
            operation.Reach(instant);
        }
    }
}
