using Microsoft.AspNetCore.Http;
using Tapir.Host.Access;

namespace Tapir.Host.Http.Access;

/// <summary>Whether whoever was let in would be let in now: an answer that goes on for hours ends with the key that opened it.</summary>
internal sealed class StandingAccess(AccessPolicy policy, KeyBook book, CallerIdentity identity)
{
    /// <param name="context">The request that was let in.</param>
    public bool Holds(HttpContext context)
    {
        try
        {
            return !policy.NeedsKey(book) || (identity.Of(context.Request) is KeyHolder holder && holder.Key.Scope >= NeededScope.Of(context));
        }
        catch (KeyFileException)
        {
            // Nor is a new request let in while the keys cannot be read.
            return false;
        }
    }
}
