using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Specs;

namespace Tapir.Host.Http;

/// <summary>Refuses a parameter that an address does not have: a misspelt filter would be passed over, and everything answered where little was asked for.</summary>
internal static class KnownParameters
{
    /// <summary>For all endpoints of a group: what a handler takes from the address is what it knows.</summary>
    public static RouteGroupBuilder RefuseUnknownParameters(this RouteGroupBuilder group) => group.AddEndpointFilterFactory((endpoint, next) =>
    {
        string[] names = [.. endpoint.MethodInfo.GetParameters().Where(IsOfAddress).Select(NameOf)];
        return invocation =>
        {
            HttpContext context = invocation.HttpContext;
            string[] known = [.. names.Where(name => !context.Request.RouteValues.ContainsKey(name))];
            return context.Request.Query.Keys.FirstOrDefault(written => !known.Contains(written, StringComparer.OrdinalIgnoreCase)) is { } unknown
                ? throw new BadHttpRequestException($"There is no parameter '{unknown}' here{(NearestKey.Of(unknown, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".")} {Tell(known)}")
                : next(invocation);
        };
    });

    private static bool IsOfAddress(ParameterInfo parameter)
    {
        object[] attributes = parameter.GetCustomAttributes(inherit: false);
        return attributes.OfType<IFromQueryMetadata>().Any()
            || (IsWord(parameter.ParameterType) && !attributes.Any(attribute => attribute is IFromHeaderMetadata or IFromRouteMetadata or IFromBodyMetadata));
    }

    private static string NameOf(ParameterInfo parameter) => parameter.GetCustomAttributes(inherit: false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name!;

    // What the framework takes from route and query where nothing else is said.
    private static bool IsWord(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { } plain && (plain == typeof(string) || plain.IsPrimitive || plain.IsEnum || plain == typeof(DateTimeOffset));

    private static string Tell(string[] known) => known.Length == 0 ? "This address has none." : $"This address has {string.Join(", ", known)}.";
}
