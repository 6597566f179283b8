using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tapir.Host.Http.Access;

internal static class CallerOfRequest
{
    /// <summary>Who sent the request, as <see cref="CallerIdentification"/> found out.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}
