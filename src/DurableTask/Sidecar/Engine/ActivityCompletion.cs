using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Takes an activity's result. The first valid one for a task that still waits wins, whoever brings it; a later one changes nothing.</summary>
internal static class ActivityCompletion
{
    /// <returns>Whether the result was the first.</returns>
    public static bool Apply(HubTransaction transaction, ActivityResponse response)
    {
        if (Find(transaction, response) is not { } activity)
        {
            return false;
        }

        if (activity.TaskId != response.TaskId || activity.Request.OrchestrationInstance.InstanceId != response.InstanceId)
        {
            throw Refusals.Because(
                StatusCode.InvalidArgument,
                $"The completion token belongs to task {activity.TaskId} of instance '{activity.Request.OrchestrationInstance.InstanceId}', not to task {response.TaskId} of '{Refusals.Shorten(response.InstanceId)}'.");
        }

        response.FailureDetails = FailureChain.Shorten(response.FailureDetails);
        transaction.Activities.Delete(activity.Sequence);
        if (transaction.Instances.Find(activity.Instance) is { } row && row.ExecutionId == activity.ExecutionId)
        {
            HistoryEvent done = Messages.TaskDone(response, activity.TaskId, transaction.Now);
            if (!row.IsFinished)
            {
                transaction.Deliver(row, done);
            }
            else if (row.Status == OrchestrationStatus.Failed)
            {
                transaction.Keep(row, done);
            }
        }

        transaction.AfterCommit(dispatcher => dispatcher.Activities.Gone(activity.Sequence));
        return true;
    }

    private static ActivityRow? Find(HubTransaction transaction, ActivityResponse response)
    {
        if (response.CompletionToken.Length > 0)
        {
            return transaction.Activities.Find(CompletionToken.Parse(response.CompletionToken, WorkKind.Activity).Item);
        }

        // A worker of an older protocol sends no token: the pair of instance and task stands for it.
        return transaction.Instances.Find(response.InstanceId) is { } row
            ? transaction.Activities.Find(row.Key, row.ExecutionId, response.TaskId)
            : null;
    }
}
