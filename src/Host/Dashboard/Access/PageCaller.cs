using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Tapir.Host.Access;
using Tapir.Host.Http.Access;

namespace Tapir.Host.Dashboard.Access;

/// <summary>Who looks at the page, and what their key allows. A page stays open for days, so it is asked each time and not only at its start.</summary>
internal sealed class PageCaller(AuthenticationStateProvider states, AccessPolicy policy, KeyBook book, TimeProvider clock)
{
    private const string KeyClaim = "tapir-key";

    /// <summary>Takes the key of a request along into the connection that it begins.</summary>
    public static void Remember(HttpContext context)
    {
        if (context.Caller() is KeyHolder holder)
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(KeyClaim, holder.Key.Hash)], "key"));
        }
    }

    /// <summary>What the key of whoever looks is called; empty where none is needed.</summary>
    public async Task<string> NameAsync() => (await KeyAsync())?.Name ?? "";

    /// <summary>Whether something may be done now that needs a scope.</summary>
    public async Task<bool> MayAsync(KeyScope scope)
    {
        if (!policy.NeedsKey(book))
        {
            return true;
        }

        return await KeyAsync() is { } key && key.StateAt(clock.GetUtcNow()) == KeyState.Active && key.Scope >= scope;
    }

    private async Task<ApiKey?> KeyAsync()
    {
        string? hash = (await states.GetAuthenticationStateAsync()).User.FindFirst(KeyClaim)?.Value;
        return hash is null ? null : book.List().FirstOrDefault(key => key.Hash == hash);
    }
}
