using System.Net;
using Microsoft.AspNetCore.Http;
using Tapir.Host.Http.Problems;

namespace Tapir.Host.Http.Access;

/// <summary>Refuses what came over a network in the clear: with it came a key that everyone on the way has read.</summary>
internal sealed class ClearTextGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => context.Request.IsHttps || context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from)
        ? next(context)
        : ProblemResponse.WriteAsync(
            context,
            StatusCodes.Status403Forbidden,
            "Not in the clear",
            "This came over the network without TLS. Use the https address; behind a proxy, it must be named in 'tapir.http.trustedProxies' and send X-Forwarded-Proto: https. If a key was sent, revoke it: `tapir keys revoke NAME`.");
}
