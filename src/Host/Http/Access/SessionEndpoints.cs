using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Tapir.Host.Access;

namespace Tapir.Host.Http.Access;

/// <summary>Lets a browser keep a key, where no script can read it and no other site can use it.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", Begin).AllowAnonymous()
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithSummary("Lets this browser send the key with each request from now on");
        routes.MapDelete("/session", End).AllowAnonymous()
            .Produces(StatusCodes.Status204NoContent)
            .WithSummary("Lets this browser forget the key");
    }

    private static IResult Begin(SessionKey session, HttpContext context, CallerIdentity identity)
    {
        if (session.Key is not { } key)
        {
            throw new BadHttpRequestException("There is no 'key'; send the one that `tapir keys add` printed.");
        }

        if (identity.Of(key) is not KeyHolder holder)
        {
            return TypedResults.Problem("This key opens nothing here.", statusCode: StatusCodes.Status401Unauthorized, title: "No key that opens this");
        }

        context.Response.Cookies.Append(CallerIdentity.Cookie, key, Options(context, holder.Key.ExpiresAt));
        return TypedResults.NoContent();
    }

    private static NoContent End(HttpContext context)
    {
        context.Response.Cookies.Delete(CallerIdentity.Cookie, Options(context, expires: null));
        return TypedResults.NoContent();
    }

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Expires = expires,
        Path = "/",
        IsEssential = true,
    };
}

/// <param name="Key">As `tapir keys add` printed it.</param>
internal sealed record SessionKey(string? Key);
