using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>The end of an instance in a turn of its own: what still waits for it goes, and its parent hears of it.</summary>
internal static class Ending
{
    public static void End(HubTransaction transaction, InstanceRow row, TurnLease lease, CompleteOrchestrationAction final, DateTimeOffset now)
    {
        OrchestrationStatus status = final.OrchestrationStatus;
        transaction.Instances.Finish(row.Key, status, now.UtcTicks, final.Result, final.FailureDetails);
        transaction.Inbox.DeleteAll(row.Key);
        transaction.Timers.DeleteAll(row.Key);
        if (status == OrchestrationStatus.Terminated)
        {
            IReadOnlyList<long> activities = transaction.Activities.SequencesOf(row.Key);
            transaction.Activities.DeleteAll(row.Key);
            transaction.AfterCommit(dispatcher => dispatcher.Activities.Gone(activities));
            if (lease.NewEvents.Any(entry => entry.ExecutionTerminated?.Recurse == true))
            {
                Steering.TerminateChildren(transaction, row, final.Result);
            }
        }

        TellParent(transaction, row, final, now);
        transaction.AfterCommit(dispatcher => dispatcher.Turns.Forget(row.Key));
    }

    private static void TellParent(HubTransaction transaction, InstanceRow row, CompleteOrchestrationAction final, DateTimeOffset now)
    {
        if (row.Parent is null)
        {
            return;
        }

        ParentInstanceInfo parent = ParentInstanceInfo.Parser.ParseFrom(row.Parent);
        InstanceRow? receiver = transaction.Instances.Find(parent.OrchestrationInstance.InstanceId);
        if (receiver is null || receiver.IsFinished || receiver.ExecutionId != parent.OrchestrationInstance.ExecutionId)
        {
            return;
        }

        transaction.Deliver(receiver, final.OrchestrationStatus == OrchestrationStatus.Completed
            ? Messages.ChildCompleted(parent.TaskScheduledId, final.Result, now)
            : Messages.ChildFailed(parent.TaskScheduledId, final.FailureDetails ?? Ended(row, final), now));
    }

    private static TaskFailureDetails Ended(InstanceRow row, CompleteOrchestrationAction final) => new()
    {
        ErrorType = "Orchestration" + final.OrchestrationStatus,
        ErrorMessage = $"The sub-orchestration '{row.Id}' ({row.Name}) ended as {final.OrchestrationStatus}{(final.Result is null ? "." : ": " + final.Result)}",
    };
}
