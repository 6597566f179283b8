using System.Diagnostics;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Client.Grpc;

/// <summary>The span of a start, and the W3C trace context by which what is started joins its trace.</summary>
internal static class StartSpans
{
    private static readonly ActivitySource Source = new("Tapir.DurableTask");

    /// <summary>Begins the span, below the caller's where it has one, and writes its context into the request.</summary>
    /// <returns>Null when nobody looks; the request then carries a caller's context only where that is being recorded.</returns>
    public static Activity? Begin(CreateInstanceRequest request)
    {
        Activity? span = Source.StartActivity($"create_orchestration:{request.Name}", ActivityKind.Producer);
        span?.SetTag("durabletask.type", "orchestration");
        span?.SetTag("durabletask.task.name", request.Name);
        span?.SetTag("durabletask.task.instance_id", request.InstanceId);

        // A context that nobody records would keep the whole orchestration from being recorded, also by whoever looks later.
        if ((span ?? Activity.Current) is { IdFormat: ActivityIdFormat.W3C, Id: { } id } own && (span is not null || own.Recorded))
        {
            request.ParentTraceContext = new() { TraceParent = id, TraceState = own.TraceStateString };
        }

        return span;
    }
}
