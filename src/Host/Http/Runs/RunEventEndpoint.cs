using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Tapir.Host.Http.Access;
using Tapir.Host.Serving;

namespace Tapir.Host.Http.Runs;

/// <summary><c>GET /runs/ID/events</c>: server-sent events, one whenever anything of the run changes, until it is over or its key opens nothing any more.</summary>
/// <remarks>An event carries the whole state and its id is the state's tag, so that a client that comes back with <c>Last-Event-ID</c> misses nothing,
/// and is sent nothing that it has, also after the server was started again.</remarks>
internal static class RunEventEndpoint
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapRunEvents(this IEndpointRouteBuilder routes) => routes
        .MapGet("/runs/{run}/events", WatchAsync)
        .Produces<RunResource>(contentType: "text/event-stream")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .WithSummary("Server-sent events: the run's state whenever it changes, until it is over");

    private static async Task<IResult> WatchAsync(
        string run, HttpContext context, RunBoard board, StandingAccess access, TimeProvider clock, IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        RunView first = await board.ReadAsync(run);
        string? seen = context.Request.Headers["Last-Event-ID"].FirstOrDefault();
        return TypedResults.ServerSentEvents(EventsAsync(first, seen, board, () => access.Holds(context), clock, lifetime.ApplicationStopping, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<JsonElement>> EventsAsync(
        RunView view, string? seen, RunBoard board, Func<bool> mayLook, TimeProvider clock, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        long sent = clock.GetTimestamp();
        while (!ending.IsCancellationRequested && mayLook())
        {
            string tag = view.Tag.Trim('"');
            if (tag != seen)
            {
                seen = tag;
                sent = clock.GetTimestamp();
                yield return new SseItem<JsonElement>(JsonSerializer.SerializeToElement(view.Resource, State.StateJson.Options), "run")
                {
                    EventId = tag,
                    ReconnectionInterval = TimeSpan.FromSeconds(2),
                };
            }
            else if (clock.GetElapsedTime(sent) > Heartbeat)
            {
                // So that proxies keep the connection, and a client sees that the server is there.
                sent = clock.GetTimestamp();
                yield return new SseItem<JsonElement>(JsonSerializer.SerializeToElement(clock.GetUtcNow()), "alive");
            }

            if (view.Resource.Status is "done" or "failed" or "cancelled")
            {
                yield break;
            }

            await Task.Delay(LookAgain, clock, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ending.IsCancellationRequested)
            {
                // The server stops, and nothing more can be read.
                yield break;
            }

            view = await board.ReadAsync(view.Run.Id);
        }
    }
}
