using Google.Protobuf.WellKnownTypes;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Engine;

/// <summary>Has done what an orchestration scheduled, as its history says it.</summary>
internal static class Scheduling
{
    public static void Activity(HubTransaction transaction, InstanceRow row, int id, TaskScheduledEvent task)
    {
        var request = new ActivityRequest
        {
            Name = task.Name,
            Version = task.Version,
            Input = task.Input,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = row.Id, ExecutionId = row.ExecutionId },
            TaskId = id,
            ParentTraceContext = task.ParentTraceContext,
        };
        request.Tags.Add(task.Tags);
        long sequence = transaction.NextSequence();
        transaction.Activities.Add(sequence, row.Key, row.ExecutionId, request);
        transaction.AfterCommit(dispatcher => dispatcher.Activities.Scheduled(row.Key, sequence, task.Name, task.Version, request));
    }

    public static void Timer(HubTransaction transaction, InstanceRow row, int id, Timestamp fireAt) =>
        transaction.DeliverAt(row, NotBefore(fireAt), Messages.TimerFired(id, fireAt));

    /// <summary>Timestamps have nanoseconds, the hub's clock ticks of 100: round up, so that no timer fires early.</summary>
    private static DateTimeOffset NotBefore(Timestamp time)
    {
        DateTimeOffset truncated = time.ToDateTimeOffset();
        return time.Nanos % 100 == 0 ? truncated : truncated.AddTicks(1);
    }
}
