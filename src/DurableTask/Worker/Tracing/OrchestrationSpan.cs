using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Tracing;

/// <summary>The span of one execution of an orchestration, from its first turn to its last. It is written once, when its end has been taken by the sidecar.</summary>
/// <remarks>An execution may take days, turn by turn on several workers, and is replayed any number of times. So the span's id is not drawn but follows from the
/// execution's: whoever works on it knows it without being told, and what it schedules hangs below the same span.</remarks>
/// <param name="begun">When its first turn began.</param>
internal sealed class OrchestrationSpan(string instanceId, ExecutionStartedEvent started, DateTime begun)
{
    // A span's id has no setter. Without the field the span is written under an id of its own, and its parts have a parent that is missing.
    private static readonly FieldInfo? IdField = typeof(Activity).GetField("_spanId", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <value>What is carried to that which the orchestration schedules; null when it was started without a trace.</value>
    public TraceContext? Context => TaskSpans.Source.HasListeners() && TaskSpans.Read(started.ParentTraceContext) is { } parent
        ? new() { TraceParent = $"00-{parent.TraceId}-{Id()}-{(byte)parent.TraceFlags:x2}", TraceState = parent.TraceState }
        : started.ParentTraceContext;

    /// <summary>Writes the span.</summary>
    public void End(CompleteOrchestrationAction how)
    {
        if (!TaskSpans.Source.HasListeners() || TaskSpans.Read(started.ParentTraceContext) is not { } parent)
        {
            return;
        }

        using Activity? span = TaskSpans.Source.StartActivity($"orchestration:{started.Name}", ActivityKind.Server, parent, startTime: begun);
        if (span is null)
        {
            return;
        }

        IdField?.SetValue(span, Id().ToHexString());
        span.SetTag(TaskSpans.Type, "orchestration");
        span.SetTag(TaskSpans.TaskName, started.Name);
        span.SetTag(TaskSpans.Version, string.IsNullOrEmpty(started.Version) ? null : started.Version);
        span.SetTag(TaskSpans.InstanceId, instanceId);
        span.SetTag("durabletask.task.status", how.OrchestrationStatus.ToString());
        if (how.OrchestrationStatus == OrchestrationStatus.Failed)
        {
            TaskSpans.Fail(span, how.FailureDetails?.ErrorType ?? "_OTHER");
        }
    }

    private ActivitySpanId Id() => ActivitySpanId.CreateFromBytes(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{instanceId}\n{started.OrchestrationInstance?.ExecutionId}")).AsSpan(0, 8));
}
