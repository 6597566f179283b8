using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Tapir.Host.Access;
using Tapir.Host.Engine;
using Tapir.Host.Http.Access;
using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Host.Serving;

namespace Tapir.Host.Http.Runs;

/// <summary>Changes a run: the same as the commands pause, resume, cancel and run do.</summary>
internal static class RunControlEndpoints
{
    private const string ByApi = "by API";

    public static void MapRunControl(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder run = routes.MapGroup("/runs/{run}");
        run.MapPost("/suspend", Change((control, record, reason, cancellation) => control.SuspendAsync(record, reason, cancellation)))
            .WithSummary("Lets a run stop before its next step");
        run.MapPost("/resume", Change((control, record, reason, cancellation) => control.ResumeAsync(record, reason, cancellation)))
            .WithSummary("Lets a suspended or paused run go on");
        run.MapPost("/terminate", Change((control, record, reason, cancellation) => control.TerminateAsync(record, reason, cancellation)))
            .WithSummary("Ends a run now; what it has made stays");
        run.MapPost("/rewind", RewindAsync)
            .WithSummary("Begins a failed or cancelled run again; what had succeeded is not done again");
        run.MapGet("/parked", async (string run, RunBoard board) => new ParkedList((await board.ReadAsync(run)).Parked))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Steps of a run that were given up after too many deliveries without an answer");
        run.MapPost("/parked/retry", Change((control, record, cancellation) => control.RetryParkedAsync(record, cancellation)))
            .WithSummary("Tries those steps again");
        run.MapDelete("", Change((control, record, cancellation) => control.PurgeAsync(record, cancellation)))
            .NeedsScope(KeyScope.Admin)
            .WithSummary("Removes a run that is over, with its report and its exported student");
        run.MapPost("/events/{eventName}", RaiseAsync)
            .WithSummary("Raises an external event to a run");
    }

    private static Func<string, string?, TapirEngine, RunControl, CancellationToken, Task<Accepted>> Change(Func<RunControl, RunRecord, string, CancellationToken, Task> change) =>
        async (string run, string? reason, TapirEngine engine, RunControl control, CancellationToken cancellation) =>
        {
            await change(control, engine.Runs.Get(run), reason ?? ByApi, cancellation);
            return TypedResults.Accepted((string?)null);
        };

    private static Func<string, TapirEngine, RunControl, CancellationToken, Task<Accepted>> Change(Func<RunControl, RunRecord, CancellationToken, Task> change) =>
        async (string run, TapirEngine engine, RunControl control, CancellationToken cancellation) =>
        {
            await change(control, engine.Runs.Get(run), cancellation);
            return TypedResults.Accepted((string?)null);
        };

    private static async Task<Accepted> RewindAsync(string run, string? reason, TapirEngine engine, RunControl control, CancellationToken cancellation)
    {
        RunRecord record = engine.Runs.Get(run);
        await control.RewindAsync(record, cancellation);
        // It begins with a new history, which has no place for the reason.
        engine.Loggers.CreateLogger("Tapir.Runs").RunBegunAgain(record.Id, reason ?? ByApi);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Accepted> RaiseAsync(string run, string eventName, JsonElement? payload, RunControl control, TapirEngine engine, CancellationToken cancellation)
    {
        await control.RaiseAsync(engine.Runs.Get(run), eventName, payload, cancellation);
        return TypedResults.Accepted((string?)null);
    }
}

/// <summary>Steps that wait for a person.</summary>
internal sealed record ParkedList(IReadOnlyList<ParkedDocument> Parked);
