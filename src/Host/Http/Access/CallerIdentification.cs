using Microsoft.AspNetCore.Http;

namespace Tapir.Host.Http.Access;

/// <summary>Finds out who sends each request, before anything is decided by it.</summary>
internal sealed class CallerIdentification(RequestDelegate next, CallerIdentity identity)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Features.Set(identity.Of(context.Request));
        return next(context);
    }
}
