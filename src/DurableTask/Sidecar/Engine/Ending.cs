using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>The end of an instance: what still waits for it goes, and its parent hears of it.</summary>
internal static class Ending
{
    /// <summary>In a turn of its own, as its orchestrator decided.</summary>
    public static void End(HubTransaction transaction, InstanceRow row, TurnLease lease, CompleteOrchestrationAction final, DateTimeOffset now)
    {
        End(transaction, row, final, now);
        if (final.OrchestrationStatus == OrchestrationStatus.Terminated && lease.NewEvents.Any(entry => entry.ExecutionTerminated?.Recurse == true))
        {
            Steering.TerminateChildren(transaction, row, final.Result, alsoOfThoseThatDoSo: false);
        }
    }

    /// <summary>Terminates an instance that no worker can end: it waits for its start time, or its turn is parked.</summary>
    public static void WithoutTurn(HubTransaction transaction, InstanceRow row, string? output)
    {
        End(transaction, row, new CompleteOrchestrationAction { OrchestrationStatus = OrchestrationStatus.Terminated, Result = output }, transaction.NowFor(row));
        transaction.AfterCommit(dispatcher => dispatcher.Watch.Changed(row.Id));
    }

    private static void End(HubTransaction transaction, InstanceRow row, CompleteOrchestrationAction final, DateTimeOffset now)
    {
        transaction.Instances.Finish(row.Key, final.OrchestrationStatus, now.UtcTicks, final.Result, final.FailureDetails);
        if (row.Parked is not null)
        {
            transaction.Instances.Unpark(row.Key);
        }

        // A failed instance can be rewound: what had come for it and was not looked at is kept for that.
        if (final.OrchestrationStatus != OrchestrationStatus.Failed)
        {
            transaction.Inbox.DeleteAll(row.Key);
        }

        transaction.Timers.DeleteAll(row.Key);
        if (final.OrchestrationStatus == OrchestrationStatus.Terminated)
        {
            IReadOnlyList<long> activities = transaction.Activities.SequencesOf(row.Key);
            transaction.Activities.DeleteAll(row.Key);
            transaction.AfterCommit(dispatcher => dispatcher.Activities.Gone(activities));
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
        HistoryEvent message = final.OrchestrationStatus == OrchestrationStatus.Completed
            ? Messages.ChildCompleted(parent.TaskScheduledId, final.Result, now)
            : Messages.ChildFailed(parent.TaskScheduledId, final.FailureDetails ?? Ended(row, final), now);
        transaction.Tell(
            parent.OrchestrationInstance.InstanceId, receiver => !receiver.IsFinished && receiver.ExecutionId == parent.OrchestrationInstance.ExecutionId, message);
    }

    private static TaskFailureDetails Ended(InstanceRow row, CompleteOrchestrationAction final) => new()
    {
        ErrorType = "Orchestration" + final.OrchestrationStatus,
        ErrorMessage = $"The sub-orchestration '{row.Id}' ({row.Name}) ended as {final.OrchestrationStatus}{(final.Result is null ? "." : ": " + final.Result)}",
    };
}
