using System.Diagnostics;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Tracing;

/// <summary>Spans of durable tasks, named and tagged as the Microsoft SDK does. Inputs, outputs and messages of errors are in none of them: they may hold anything.</summary>
internal static class TaskSpans
{
    public const string Type = "durabletask.type";
    public const string TaskName = "durabletask.task.name";
    public const string Version = "durabletask.task.version";
    public const string InstanceId = "durabletask.task.instance_id";

    /// <value>What every room of the durable runtime tells of itself under.</value>
    public static readonly ActivitySource Source = new("Tapir.DurableTask");

    /// <summary>Begins the span of an activity, below the span of the orchestration that scheduled it.</summary>
    /// <returns>Null when nobody looks.</returns>
    public static Activity? Begin(ActivityRequest request)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? span = Source.StartActivity($"activity:{request.Name}", ActivityKind.Server, Read(request.ParentTraceContext) ?? default);
        span?.SetTag(Type, "activity");
        span?.SetTag(TaskName, request.Name);
        span?.SetTag(Version, request.Version);
        span?.SetTag(InstanceId, request.OrchestrationInstance?.InstanceId);
        span?.SetTag("durabletask.task.task_id", request.TaskId);
        return span;
    }

    /// <summary>Notes that a task failed, by the kind of its failure alone.</summary>
    public static void Fail(Activity? span, string errorType)
    {
        span?.SetStatus(ActivityStatusCode.Error);
        span?.SetTag("error.type", errorType);
    }

    /// <returns>Null where there is none, or none that can be read.</returns>
    public static ActivityContext? Read(TraceContext? context) =>
        ActivityContext.TryParse(context?.TraceParent, context?.TraceState, isRemote: true, out ActivityContext read) ? read : null;
}
