using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Queries;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>What a client may do to a running instance: raise an event, suspend, resume, terminate.</summary>
internal static class Steering
{
    public static void RaiseEvent(HubTransaction transaction, RaiseEventRequest request)
    {
        if (request.Name.Length == 0)
        {
            throw Refusals.Because(StatusCode.InvalidArgument, $"The event for instance '{Refusals.Shorten(request.InstanceId)}' has no name. Give the event's name.");
        }

        MessageSize.Ensure(request, request.InstanceId);
        InstanceRow row = Running(transaction, request.InstanceId, "take an event");
        transaction.Deliver(row, Messages.Raised(request.Name, request.Input, transaction.Now));
    }

    public static void Suspend(HubTransaction transaction, SuspendRequest request)
    {
        InstanceRow row = Running(transaction, request.InstanceId, "be suspended");
        if (row.Status != OrchestrationStatus.Suspended)
        {
            SetStatus(transaction, row, OrchestrationStatus.Suspended);
            transaction.Deliver(row, Messages.Suspended(request.Reason, transaction.Now));
        }
    }

    /// <summary>Lets an instance go on that is suspended, or of which something is parked.</summary>
    public static void Resume(HubTransaction transaction, ResumeRequest request)
    {
        InstanceRow row = Running(transaction, request.InstanceId, "be resumed");
        Parking.Retry(transaction, row);
        if (row.Status == OrchestrationStatus.Suspended)
        {
            SetStatus(transaction, row, row.Turn == 0 ? OrchestrationStatus.Pending : OrchestrationStatus.Running);
            transaction.Deliver(row, Messages.Resumed(request.Reason, transaction.Now));
        }
    }

    public static void Terminate(HubTransaction transaction, TerminateRequest request)
    {
        MessageSize.Ensure(request, request.InstanceId);
        Terminate(transaction, Running(transaction, request.InstanceId, "be terminated"), request.Output, request.Recursive);
    }

    public static void Terminate(HubTransaction transaction, InstanceRow row, string? output, bool recursive)
    {
        Stop(transaction, row, output, recursive);
        if (recursive)
        {
            TerminateChildren(transaction, row, output, alsoOfThoseThatDoSo: true);
        }
    }

    /// <summary>Terminates running descendants. Ids can be used again, so a family may hold a cycle: each id is visited once.</summary>
    /// <param name="alsoOfThoseThatDoSo">Whether to visit also the children of an instance that is told to terminate its own with its last turn. Once is soon; with every end of a large family it
    /// would be slow.</param>
    public static void TerminateChildren(HubTransaction transaction, InstanceRow parent, string? output, bool alsoOfThoseThatDoSo)
    {
        HashSet<string> visited = [parent.Id];
        Stack<string> parents = new([parent.Id]);
        while (parents.TryPop(out string? id))
        {
            foreach (InstanceRow child in transaction.Instances.ChildrenOf(id).Where(child => visited.Add(child.Id)))
            {
                bool doesSo = !child.IsFinished && Stop(transaction, child, output, recursive: true);
                if (alsoOfThoseThatDoSo || !doesSo)
                {
                    parents.Push(child.Id);
                }
            }
        }
    }

    /// <returns>Whether it ends with a turn of its own, in which it sees to its children.</returns>
    private static bool Stop(HubTransaction transaction, InstanceRow row, string? output, bool recursive)
    {
        if (row.Parked is not null || transaction.WaitsForItsStart(row))
        {
            Ending.WithoutTurn(transaction, row, output);
            return false;
        }

        transaction.Deliver(row, Messages.Terminated(output, recursive, transaction.Now));
        return true;
    }

    private static void SetStatus(HubTransaction transaction, InstanceRow row, OrchestrationStatus status)
    {
        transaction.Instances.SetStatus(row.Key, status, transaction.NowFor(row).UtcTicks);
        transaction.AfterCommit(dispatcher => dispatcher.Watch.Changed(row.Id));
    }

    private static InstanceRow Running(HubTransaction transaction, string id, string verb)
    {
        InstanceRow row = transaction.Instances.Find(id) ?? throw Refusals.NoSuchInstance(id);
        return row.IsFinished
            ? throw Refusals.Because(StatusCode.FailedPrecondition, $"The orchestration instance '{Refusals.Shorten(id)}' is {row.Status}, so it can no longer {verb}.")
            : row;
    }
}
