using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.Commands;
using Tapir.Host.Runs;
using Tapir.Host.Scheduling;
using Tapir.Host.Serving;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Shelf;

namespace Tapir.Host.Http.Problems;

/// <summary>Turns what goes wrong into problem details (RFC 9457), with the message that the command line would print.</summary>
internal sealed class ExceptionProblems(HostSettings settings, ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    private const int MostErrors = 100;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ServerFault? fault = ServerFault.Of(exception);
        (int status, string title) = exception switch
        {
            _ when fault is not null => (fault.Status, fault.Title),
            ScheduleException => (StatusCodes.Status422UnprocessableEntity, "The schedule cannot be made"),
            SpecException => (StatusCodes.Status422UnprocessableEntity, "The spec cannot be run"),
            UnknownRunException => (StatusCodes.Status404NotFound, "No such run"),
            UnknownScheduleException => (StatusCodes.Status404NotFound, "No such schedule"),
            UnknownSpecException => (StatusCodes.Status404NotFound, "No such spec"),
            ArtifactLostException => (StatusCodes.Status404NotFound, "No such artifact"),
            ScheduleStateException => (StatusCodes.Status409Conflict, "The schedule is not in a state for that"),
            RunStateException => (StatusCodes.Status409Conflict, "The run is not in a state for that"),
            QueueFullException => (StatusCodes.Status429TooManyRequests, "Too many runs wait"),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, "The body is too large"),
            BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read"),
            RpcException { StatusCode: StatusCode.Unavailable } => (StatusCodes.Status503ServiceUnavailable, "The sidecar does not answer"),
            _ when WrongInput.Is(exception) => (StatusCodes.Status400BadRequest, "Wrong input"),
            _ => (StatusCodes.Status500InternalServerError, "A fault in Tapir"),
        };
        bool isOurs = status == StatusCodes.Status500InternalServerError || fault is not null;
        if (isOurs)
        {
            logger.RequestFailed(httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        ProblemDetails problem = new()
        {
            Status = status,
            Title = title,
            Detail = fault?.Detail ?? (isOurs ? "Nothing that was done is lost; the server's log says more." : MessageOf(exception, httpContext)),
        };
        if (exception is SpecException spec)
        {
            problem.Extensions["errors"] = spec.Errors.Take(MostErrors);
            if (spec.Errors.Count > MostErrors)
            {
                problem.Detail = $"{string.Join(Environment.NewLine, spec.Errors.Take(MostErrors))}{Environment.NewLine}and {spec.Errors.Count - MostErrors} more.";
            }
        }

        await ProblemResponse.WriteAsync(httpContext, problem);
        return true;
    }

    private string MessageOf(Exception problem, HttpContext context) => problem switch
    {
        RpcException refused => refused.Status.Detail,
        // Its own message says where on this machine it was looked for.
        ArtifactLostException { Loss: ArtifactLoss.Missing } lost => $"{lost.Artifact} is not among the artifacts here.",
        ArtifactLostException lost => $"{lost.Artifact} is damaged here: its bytes are not those that were stored.",
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            $"A body may have {settings.Tapir.Http.MaxBodyBytes} bytes, which is what 'tapir.http.maxBodyBytes' of host.json allows.",
        BadHttpRequestException bad => ProblemResponse.Meaning(context, bad.StatusCode) ?? (bad.InnerException is JsonException json ? $"{bad.Message} {json.Message}" : bad.Message),
        _ => problem.Message,
    };
}
