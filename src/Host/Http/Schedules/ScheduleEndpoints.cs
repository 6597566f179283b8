using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Access;
using Tapir.Host.Http.Access;
using Tapir.Host.Http.Specs;
using Tapir.Host.Scheduling;

namespace Tapir.Host.Http.Schedules;

/// <summary>Schedules: the same as `tapir schedule`, for stored specs.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder schedules = routes.MapGroup("/schedules");
        schedules.MapGet("", async (ScheduleControl control, CancellationToken cancellation) => new ScheduleList(await control.ListAsync(cancellation)))
            .WithSummary("All schedules, by name, each with its next five starts");
        schedules.MapGet("/{name}", (string name, ScheduleControl control, CancellationToken cancellation) => control.ReadAsync(name, cancellation))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A schedule with its next five starts");
        schedules.MapPut("/{name}", PutAsync)
            .NeedsScope(KeyScope.Admin)
            .Accepts<ScheduleRequest>("application/json", "application/yaml", "text/yaml", "application/x-yaml")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Makes a schedule of a stored spec, or changes the one of this name")
            .WithDescription("What passed before is not missed. 202 when no process works on schedules now; the one that does next heeds it first of all.");
        schedules.MapPost("/{name}/pause", async (string name, ScheduleControl control, CancellationToken cancellation) => Told(await control.PauseAsync(name, cancellation)))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Lets a schedule start nothing until it is resumed; times that pass meanwhile are not missed");
        schedules.MapPost("/{name}/resume", async (string name, ScheduleControl control, CancellationToken cancellation) => Told(await control.ResumeAsync(name, cancellation)))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Lets a paused schedule go on with its next time");
        schedules.MapPost("/{name}/run-now", RunNowAsync)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Starts a run now, also while the schedule is paused; the same Idempotency-Key gives the same run")
            .WithDescription("What the schedule does on overlap holds for this start too. The answer has no run where the start waits, or where no process works on schedules now.");
        schedules.MapDelete("/{name}", RemoveAsync)
            .NeedsScope(KeyScope.Admin)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Removes a schedule; runs that it has started go on");
    }

    private static async Task<Results<Ok<ScheduleDocument>, Created<ScheduleDocument>, Accepted<ScheduleDocument>>> PutAsync(
        string name, HttpRequest request, ScheduleIntake intake, ScheduleControl control, CancellationToken cancellation)
    {
        PutSchedule put = await control.PutAsync(intake.Read(await SpecIntake.TextOfAsync(request, cancellation), name), cancellation);
        return put switch
        {
            { IsNew: true } => TypedResults.Created($"{request.PathBase}{request.Path}", put.Schedule),
            { IsHeeded: true } => TypedResults.Ok(put.Schedule),
            _ => TypedResults.Accepted((string?)null, put.Schedule),
        };
    }

    private static Results<Ok<ScheduleDocument>, Accepted<ScheduleDocument>> Told(ToldSchedule told) =>
        told.IsHeeded ? TypedResults.Ok(told.Schedule) : TypedResults.Accepted((string?)null, told.Schedule);

    private static async Task<Accepted<ScheduledStart>> RunNowAsync(
        string name, HttpContext context, ScheduleControl control, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellation)
    {
        StartedBySchedule started = await control.RunNowAsync(name, RequestKey.Of(context, idempotencyKey), cancellation);
        if (started.IsRefused)
        {
            throw new ScheduleStateException($"{name}: {started.Attempt!.Describe()}.");
        }

        // The API's root is what comes before this address.
        string path = context.Request.Path.Value!;
        string? run = started.Run is { } id ? $"{context.Request.PathBase}{path[..path.LastIndexOf("/schedules/", StringComparison.Ordinal)]}/runs/{Uri.EscapeDataString(id)}" : null;
        return TypedResults.Accepted(run, new ScheduledStart(name, started.Run));
    }

    private static async Task<Results<NoContent, Accepted>> RemoveAsync(string name, ScheduleControl control, CancellationToken cancellation) =>
        await control.RemoveAsync(name, cancellation) ? TypedResults.NoContent() : TypedResults.Accepted((string?)null);
}

/// <summary>All schedules, by name.</summary>
internal sealed record ScheduleList(IReadOnlyList<ScheduleDocument> Schedules);

/// <param name="Run">The run; left out where it does not begin yet.</param>
internal sealed record ScheduledStart(string Schedule, string? Run);
