using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tapir.Artifacts;

namespace Tapir.Host.Http;

/// <summary>Runs wait long for an artifact store that stays away; whoever sent a request is told soon, and sends it again.</summary>
internal static class RequestPatience
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static RouteGroupBuilder WaitShortlyForStores(this RouteGroupBuilder group) => group.AddEndpointFilter(async (invocation, next) =>
    {
        CallerPatience.LimitTo(Longest);
        return await next(invocation);
    });
}
