using Grpc.Core;
using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Queries;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>What workers tell the hub: that they are there, that they are gone, what an item came to, or that they will not do it.</summary>
internal sealed class WorkerCalls(HubLoop loop, Losses losses, ILogger logger)
{
    private static readonly TimeSpan AfterFailedWrite = TimeSpan.FromSeconds(1);

    /// <summary>Gives the worker work from now on. What its session's last stream took with it is no loss: the worker lives.</summary>
    public async Task ConnectAsync(WorkerConnection worker)
    {
        await loop.PostAsync(dispatcher => dispatcher.Connect(worker)).ConfigureAwait(false);
        if (worker.Session is { } session && await loop.LookAsync(dispatcher => dispatcher.Absent.Take(session)).ConfigureAwait(false) is { } lost)
        {
            await TakeBackLossesAsync(lost).ConfigureAwait(false);
        }
    }

    /// <summary>Hands what the worker held to others, and counts the deliveries unless it is back already.</summary>
    public async Task DisconnectAsync(WorkerConnection worker)
    {
        try
        {
            await loop.WriteAsync("loss", running =>
            {
                HashSet<long>? parked = loop.Dispatcher.IsBack(worker) ? null : CountLosses(running, worker);
                running.AfterCommit(dispatcher => dispatcher.Disconnect(worker, parked));
                return true;
            }).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // The count could not be written (a full disk, a locked file); the work must go out again all the same, and nothing more to this worker.
            await loop.PostAsync(dispatcher => dispatcher.Disconnect(worker, parked: null)).ConfigureAwait(false);
        }
    }

    public async Task CompleteTurnAsync(OrchestratorResponse response)
    {
        CompletionToken token = CompletionToken.Parse(response.CompletionToken, WorkKind.Turn);
        if (response.IsPartialChunk())
        {
            await loop.PostAsync(dispatcher => dispatcher.Leases.Find(token)?.Keep(response)).ConfigureAwait(false);
            return;
        }

        if (response.RequiresHistory)
        {
            // A worker that had kept the orchestration and lost it: it has decided nothing, and gets the turn again with all of its history.
            await loop.PostAsync(dispatcher => HandBack(dispatcher, token)).ConfigureAwait(false);
            return;
        }

        await HeldAsync(dispatcher => new Hold(dispatcher.Leases.Find(token), null), () => loop.WriteAsync("turn", running =>
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
            if (row.Parked is not null)
            {
                // In this same transaction its worker was taken for lost once too often.
                Parking.PutBack(running, new ItemName(WorkKind.Turn, row.Key), ParkReason.WasInVain);
            }

            return true;
        })).ConfigureAwait(false);
    }

    public async Task CompleteActivityAsync(ActivityResponse response)
    {
        CompletionToken? token = response.CompletionToken.Length == 0 ? null : CompletionToken.Parse(response.CompletionToken, WorkKind.Activity);
        Hold Find(Dispatcher dispatcher) => new(null, token is { } given ? dispatcher.Activities.FindHeld(given) : dispatcher.Activities.FindHeld(response.InstanceId, response.TaskId));
        await HeldAsync(Find, () => loop.WriteAsync("activity", running =>
        {
            bool first = ActivityCompletion.Apply(running, MessageSize.OrFailure(response));
            if (!first)
            {
                logger.Stale(response.CompletionToken);
            }

            return first;
        })).ConfigureAwait(false);
    }

    /// <summary>Takes an item back from a worker that will not do it; it goes to another, or out again after a pause that grows with each time.</summary>
    /// <remarks>Handing back is no loss: whoever does so is alive and says that he is the wrong one (by the orchestration's version, say), or that he has to stop.</remarks>
    public Task AbandonAsync(string text, WorkKind kind)
    {
        CompletionToken token = CompletionToken.Parse(text, kind);
        return loop.PostAsync(dispatcher => HandBack(dispatcher, token));
    }

    /// <summary>Takes an item back from a worker that never takes it. It goes to another; when all that could get it have refused it, it is parked until one comes that has not.</summary>
    /// <param name="reason">What the worker says.</param>
    public async Task AbandonAsync(string text, WorkKind kind, string reason)
    {
        CompletionToken token = CompletionToken.Parse(text, kind);
        try
        {
            await loop.WriteAsync("park", running => Refuse(running, token, reason)).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // It could not be parked (a full disk, a locked file); it must not stay with this worker all the same.
            await loop.PostAsync(dispatcher => HandBack(dispatcher, token)).ConfigureAwait(false);
        }
    }

    /// <returns>Activities and instances that are parked with this loss.</returns>
    private HashSet<long> CountLosses(HubTransaction running, WorkerConnection worker)
    {
        string cause = $"worker {worker.Name} went away";
        HashSet<long> parked = [];
        parked.UnionWith(worker.Turns.Where(lease => losses.Count(running, lease, cause)).Select(lease => lease.Slot.Key));
        parked.UnionWith(worker.Activities.Values.Where(held => losses.Count(running, held, cause)).Select(held => held.Item.Number));
        if (worker.Session is { } session && worker.HasWork)
        {
            var lost = LostWork.Of(worker);
            running.AfterCommit(dispatcher => dispatcher.Absent.Add(session, lost));
        }

        return parked;
    }

    private async Task TakeBackLossesAsync(LostWork lost)
    {
        try
        {
            await loop.WriteAsync("loss", running =>
            {
                Losses.TakeBack(running, lost);
                return true;
            }).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // It could not be written (a full disk, a locked file), but what is parked for it has to go on.
            await loop.PostAsync(dispatcher => dispatcher.Deferred.Later(AfterFailedWrite, () => _ = TakeBackLossesAsync(lost))).ConfigureAwait(false);
        }
    }

    private void HandBack(Dispatcher dispatcher, CompletionToken token)
    {
        if (token.Kind == WorkKind.Turn && dispatcher.Leases.Find(token) is { } lease)
        {
            logger.HandedBack(lease.Worker.Name, lease.InstanceId);
            dispatcher.Leases.HandBack(lease);
        }
        else if (token.Kind == WorkKind.Activity && dispatcher.Activities.FindHeld(token) is { } held)
        {
            logger.HandedBack(held.Worker.Name, held.Item.Route.Name);
            dispatcher.Activities.HandBack(held);
        }
    }

    private bool Refuse(HubTransaction running, CompletionToken token, string reason)
    {
        if (token.Kind == WorkKind.Turn
            && loop.Dispatcher.Leases.Find(token) is { } lease
            && running.Instances.Find(lease.Slot.Key) is { IsFinished: false } row
            && row.Turn == lease.Turn)
        {
            if (!loop.Dispatcher.IsRefusedByAll(lease.Worker, lease.Slot.Route, lease.Slot.HandBacks))
            {
                running.AfterCommit(dispatcher => dispatcher.Refused(lease));
                return false;
            }

            running.Instances.Park(row.Key, ParkReason.RefusedBecause(reason));
            logger.Unwanted($"instance '{row.Id}' ({row.Name})", reason);
            running.AfterCommit(dispatcher => dispatcher.RefusedByAll(lease));
            return true;
        }

        if (token.Kind == WorkKind.Activity
            && loop.Dispatcher.Activities.FindHeld(token) is { } held
            && running.Activities.Find(held.Item.Number) is { } activity)
        {
            if (!loop.Dispatcher.IsRefusedByAll(held.Worker, held.Item.Route, held.Item.HandBacks))
            {
                running.AfterCommit(dispatcher => dispatcher.Refused(held));
                return false;
            }

            running.Activities.Park(activity.Sequence, ParkReason.RefusedBecause(reason));
            logger.Unwanted($"activity '{activity.Name}' (task {activity.TaskId} of instance '{activity.Request.OrchestrationInstance.InstanceId}')", reason);
            running.AfterCommit(dispatcher => dispatcher.RefusedByAll(held));
            return true;
        }

        return false;
    }

    /// <summary>Runs a completion; when it cannot be written the worker's hold ends, so that the item goes out again: not every worker sends its answer twice.</summary>
    private async Task HeldAsync(Func<Dispatcher, Hold> find, Func<Task<bool>> complete)
    {
        try
        {
            await complete().ConfigureAwait(false);
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Internal or StatusCode.DataLoss)
        {
            // It cannot be applied, and most likely never can be.
            await LoseAnsweredAsync(find, $"its answer could not be applied: {error.Status.Detail}").ConfigureAwait(false);
            throw;
        }
        catch (RpcException error) when (error.StatusCode != StatusCode.InvalidArgument)
        {
            await ReleaseAsync(find).ConfigureAwait(false);
            throw;
        }
    }

    private async Task LoseAnsweredAsync(Func<Dispatcher, Hold> find, string cause)
    {
        try
        {
            await loop.WriteAsync("loss", running => LoseAnswered(running, find(loop.Dispatcher), cause)).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            // The count could not be written (a full disk, a locked file); the item must go out again all the same.
            await ReleaseAsync(find).ConfigureAwait(false);
        }
    }

    private Task ReleaseAsync(Func<Dispatcher, Hold> find) => loop.PostAsync(dispatcher =>
    {
        Hold hold = find(dispatcher);
        if (hold.Lease is { } lease)
        {
            dispatcher.Leases.Release(lease, AfterFailedWrite);
        }
        else if (hold.Activity is { } activity)
        {
            dispatcher.Activities.Release(activity, AfterFailedWrite);
        }
    });

    private bool LoseAnswered(HubTransaction running, Hold hold, string cause)
    {
        if (hold.Lease is { } lease)
        {
            bool parked = losses.Count(running, lease, cause);
            running.AfterCommit(dispatcher => dispatcher.Leases.TakeBack(lease, counted: true, parked));
        }
        else if (hold.Activity is { } activity)
        {
            bool parked = losses.Count(running, activity, cause);
            running.AfterCommit(dispatcher => dispatcher.Activities.TakeBack(activity, counted: true, parked));
        }

        return true;
    }

    /// <summary>What a worker has in hand: a turn, an activity, or nothing any more.</summary>
    private readonly record struct Hold(TurnLease? Lease, HeldActivity? Activity);
}
