using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Tapir.Host.Sharing;

/// <summary>Lets through who sends the token, whichever service is asked.</summary>
internal sealed class DoorGuard(RequestDelegate next, WorkerToken token)
{
    private const string Reason = "The token is missing or another than this server's. Set the same in the environment variable of both (TAPIR_WORKER_TOKEN unless host.json and --token-variable say otherwise).";

    // What a call brought that is paid for already is taken from everyone who was once let in, or it would be paid for again.
    private static readonly PathString[] OfEveryVersion = [PathOf(nameof(Wire.Sharing.SharingBase.RecordCall)), PathOf(nameof(Wire.Sharing.SharingBase.EndCall))];

    public Task InvokeAsync(HttpContext context)
    {
        if (!token.Is(context.Request.Headers[HeaderNames.Authorization]))
        {
            return RefuseAsync(context.Response, StatusCode.Unauthenticated, Reason);
        }

        // Also of a worker that joined before the server was replaced by a newer one.
        string? version = context.Request.Headers[TapirVersion.Header];
        return version is null || version == TapirVersion.Own || OfEveryVersion.Contains(context.Request.Path)
            ? next(context)
            : RefuseAsync(context.Response, StatusCode.PermissionDenied, TapirVersion.Refusal(version, TapirVersion.Own));
    }

    private static PathString PathOf(string method) => $"/{Wire.Sharing.Descriptor.FullName}/{method}";

    // An answer without a body, in the form in which gRPC refuses.
    private static Task RefuseAsync(HttpResponse response, StatusCode status, string reason)
    {
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)status).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(reason);
        return Task.CompletedTask;
    }
}
