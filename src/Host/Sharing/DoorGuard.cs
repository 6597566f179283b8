using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Tapir.Host.Sharing;

/// <summary>Lets through who sends the token, whichever service is asked.</summary>
internal sealed class DoorGuard(RequestDelegate next, WorkerToken token)
{
    private const string Reason = "The token is missing or another than this server's. Set the same in the environment variable of both (TAPIR_WORKER_TOKEN unless host.json and --token-variable say otherwise).";

    public Task InvokeAsync(HttpContext context)
    {
        if (token.Is(context.Request.Headers[HeaderNames.Authorization]))
        {
            return next(context);
        }

        // An answer without a body, in the form in which gRPC refuses.
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)StatusCode.Unauthenticated).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(Reason);
        return Task.CompletedTask;
    }
}
