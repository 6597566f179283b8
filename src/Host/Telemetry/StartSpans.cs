using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tapir.Host.Telemetry;

/// <summary>Spans of runs that begin, in the trace of the request that asked for them, however long they stood in line since. A restart forgets which that was.</summary>
internal sealed class StartSpans
{
    private static readonly ActivitySource Source = new("Tapir.Host");

    private readonly ConcurrentDictionary<string, ActivityContext> requests = new(StringComparer.Ordinal);

    /// <summary>Takes note of the request that is being answered, if one is. The trace of a schedule, which never ends, is not joined.</summary>
    public void Asked(string run)
    {
        if (Activity.Current is { Recorded: true, Source.Name: "Microsoft.AspNetCore" } request)
        {
            requests[run] = request.Context;
        }
    }

    public void Forget(string run) => requests.TryRemove(run, out _);

    /// <returns>Null when nobody looks.</returns>
    public Activity? Begin(string run)
    {
        requests.TryRemove(run, out ActivityContext request);
        return Source.StartActivity("start run", ActivityKind.Internal, request)?.SetTag("tapir.run.id", run);
    }
}
