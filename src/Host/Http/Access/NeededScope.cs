using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tapir.Host.Access;

namespace Tapir.Host.Http.Access;

/// <summary>What a key must allow for an endpoint. Endpoints that do not say need <see cref="KeyScope.Read"/> to be read and <see cref="KeyScope.Run"/> for all else.</summary>
internal sealed record NeededScope(KeyScope Scope)
{
    public static KeyScope Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<NeededScope>()?.Scope
        ?? (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? KeyScope.Read : KeyScope.Run);
}

internal static class NeededScopeExtensions
{
    public static TBuilder NeedsScope<TBuilder>(this TBuilder endpoint, KeyScope scope)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeededScope(scope));
}
