using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tapir.Host.Engine;
using Tapir.Host.Http.Access;
using Tapir.Host.Logs;
using Tapir.Host.Runs;
using Tapir.Host.Serving;

namespace Tapir.Host.Http.Runs;

/// <summary><c>GET /runs/ID/logs/events</c>: server-sent events, one for each line that is logged of a run, until it is over or its key opens nothing any more.</summary>
/// <remarks>An event's id is the time of its line and its place among those of that time, so that a client that comes back with <c>Last-Event-ID</c> goes on after it.</remarks>
internal static class RunLogEventEndpoint
{
    private const int MostBefore = 1_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapRunLogEvents(this IEndpointRouteBuilder routes) => routes
        .MapGet("/runs/{run}/logs/events", Follow)
        .Produces<RunLogLine>(contentType: "text/event-stream")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .WithSummary("Server-sent events: what is logged of a run, line by line, until it is over");

    private static ServerSentEventsResult<RunLogLine?> Follow(
        string run,
        HttpContext context,
        TapirEngine engine,
        RunBoard board,
        StandingAccess access,
        TimeProvider clock,
        IHostApplicationLifetime lifetime,
        [Description("Only lines of this level and worse: information, warning, error.")] string? level,
        [Description("How many of the lines so far come first, 0 to 1000; 100 by default. Left out for a client that comes back.")] int? tail,
        CancellationToken cancellation)
    {
        RunRecord record = engine.Runs.Get(run);
        if (tail is < 0 or > MostBefore)
        {
            throw new BadPageException($"'tail' must be 0 to {MostBefore}; it is {tail}.");
        }

        LogLevel least = QueryWord.Parse<LogLevel>(level, nameof(level)) ?? LogLevel.Trace;
        LogPosition? seen = LogPosition.TryParse(context.Request.Headers["Last-Event-ID"].FirstOrDefault());
        return TypedResults.ServerSentEvents(
            EventsAsync(record.Id, seen, least, tail ?? 100, engine.RunLogs, board, () => access.Holds(context), clock, lifetime.ApplicationStopping, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<RunLogLine?>> EventsAsync(
        string run,
        LogPosition? seen,
        LogLevel level,
        int tail,
        RunLogs logs,
        RunBoard board,
        Func<bool> mayLook,
        TimeProvider clock,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        using RunLogTail log = logs.Follow(run);
        long sent = clock.GetTimestamp();
        LogPosition at = default;
        for (bool isFirst = true; !ending.IsCancellationRequested && mayLook(); isFirst = false)
        {
            // The run before its lines: those of its end are there when it is over.
            bool isOver = (await board.ReadAsync(run)).IsOver;
            await logs.FlushAsync(ending.Token);
            List<(LogPosition At, RunLogLine Line)> lines = [];
            foreach (RunLogLine line in log.ReadNew())
            {
                at = at.Next(line.At);
                lines.Add((at, line));
            }

            // What the client has is passed over; where that is not kept any more, all that is comes.
            int known = isFirst && seen is { } last ? lines.FindIndex(line => line.At == last) + 1 : 0;
            IEnumerable<(LogPosition At, RunLogLine Line)> wanted = lines.Skip(known).Where(line => line.Line.Level >= level);
            if (isFirst && seen is null)
            {
                wanted = wanted.TakeLast(tail);
            }

            foreach ((LogPosition position, RunLogLine line) in wanted)
            {
                sent = clock.GetTimestamp();
                yield return new SseItem<RunLogLine?>(line, "line") { EventId = position.ToString(), ReconnectionInterval = TimeSpan.FromSeconds(2) };
            }

            if (isOver)
            {
                yield break;
            }

            if (clock.GetElapsedTime(sent) > Heartbeat)
            {
                // So that proxies keep the connection, and a client sees that the server is there.
                sent = clock.GetTimestamp();
                yield return new SseItem<RunLogLine?>(null, "alive");
            }

            await Task.Delay(LookAgain, clock, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
