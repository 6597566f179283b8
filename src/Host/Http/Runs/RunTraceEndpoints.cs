using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.Logs;
using Tapir.Host.Runs;
using Tapir.Host.Serving;

namespace Tapir.Host.Http.Runs;

/// <summary>What a run did: its log, and its calls of functions.</summary>
internal static class RunTraceEndpoints
{
    public static void MapRunTraces(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runs/{run}/logs", LogsAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A page of the last lines that were logged of a run, the newest first");
        routes.MapGet("/runs/{run}/calls", CallsAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A page of the calls of functions that a run made, the newest first");
    }

    private static async Task<LogPage> LogsAsync(
        string run, TapirEngine engine, [Description("Only lines of this level and worse: information, warning, error.")] string? level, int? page, int? pageSize, CancellationToken cancellation)
    {
        RunRecord record = engine.Runs.Get(run);
        PageAsk ask = PageAsk.Of(page, pageSize);
        LogLevel least = QueryWord.Parse<LogLevel>(level, nameof(level)) ?? LogLevel.Trace;
        RunLogLine[] lines = [.. (await engine.RunLogs.ReadAsync(record.Id, cancellation)).Where(line => line.Level >= least).Reverse()];
        return new LogPage([.. lines.Skip(ask.Before).Take(ask.Size)], ask.Number, ask.Size, lines.Length);
    }

    private static async Task<CallPage> CallsAsync(
        string run, TapirEngine engine, [Description("Only calls of this function.")] string? function, [Description("Only calls that ended so: computed, cached, joined, failed, interrupted.")] string? outcome, int? page, int? pageSize)
    {
        RunRecord record = engine.Runs.Get(run);
        PageAsk ask = PageAsk.Of(page, pageSize);
        (IReadOnlyList<LoggedCall> calls, int total) = await engine.Results.NewestCallsOfRunAsync(record.Id, function, QueryWord.Parse<CallOutcome>(outcome, nameof(outcome)), ask.Before, ask.Size);
        return new CallPage([.. calls.Select(CallResource.Of)], ask.Number, ask.Size, total);
    }
}

/// <summary>A page of a run's log, the newest line first.</summary>
internal sealed record LogPage(IReadOnlyList<RunLogLine> Lines, int Page, int PageSize, int Total);

/// <summary>A page of a run's calls, the newest first.</summary>
internal sealed record CallPage(IReadOnlyList<CallResource> Calls, int Page, int PageSize, int Total);

/// <param name="Part"><c>run</c>, or the round, such as <c>round-2</c>.</param>
/// <param name="Key">What `tapir explain` takes.</param>
/// <param name="Outcome">Left out while it runs, and where a kill cut it off.</param>
internal sealed record CallResource(
    Guid Id, string Part, string Function, int Version, string Key, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, double? Seconds, CallOutcome? Outcome, string? Error)
{
    public static CallResource Of(LoggedCall logged) => new(
        logged.Call.Id,
        RunScope.Of(logged.Call).Part,
        logged.Call.Function,
        logged.Call.Version,
        logged.Call.Key,
        logged.Call.StartedAt,
        logged.End?.FinishedAt,
        logged.End?.Duration.TotalSeconds,
        logged.End?.Outcome,
        logged.End?.Error);
}
