using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Tapir.Host.Access;
using Tapir.Host.Http.Problems;

namespace Tapir.Host.Http.Access;

/// <summary>Lets through who has a key that allows what is asked for, wherever a key is needed.</summary>
internal sealed class AccessGuard(RequestDelegate next, AccessPolicy policy, KeyBook book)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || !policy.NeedsKey(book))
        {
            return next(context);
        }

        switch (context.Caller())
        {
            case Anyone:
                return AskForKeyAsync(context, "A key is needed here: send it as 'Authorization: Bearer KEY'. `tapir keys add NAME --scope read|run|admin` makes one.");
            case Stranger stranger:
                return AskForKeyAsync(context, stranger.Reason);
            case KeyHolder holder when holder.Key.Scope < NeededScope.Of(context):
                return ProblemResponse.WriteAsync(
                    context,
                    StatusCodes.Status403Forbidden,
                    "The key does not allow that",
                    $"The key of {holder.Name} has the scope {Word(holder.Key.Scope)}; this needs {Word(NeededScope.Of(context))}.");
            default:
                return next(context);
        }
    }

    private static Task AskForKeyAsync(HttpContext context, string reason)
    {
        if (LoginPage.For(context) is { } login)
        {
            context.Response.Redirect(login);
            return Task.CompletedTask;
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"tapir\"";
        return ProblemResponse.WriteAsync(context, StatusCodes.Status401Unauthorized, "No key that opens this", reason);
    }

    private static string Word(KeyScope scope) => scope.ToString().ToLowerInvariant();
}
