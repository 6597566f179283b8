using System.Diagnostics;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Client.Grpc;

/// <summary>The W3C trace context of the caller, so that what it starts joins its trace.</summary>
internal static class TraceContexts
{
    public static TraceContext? Current() => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } span
        ? new() { TraceParent = id, TraceState = span.TraceStateString }
        : null;
}
