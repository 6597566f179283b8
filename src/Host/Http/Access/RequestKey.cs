using Microsoft.AspNetCore.Http;

namespace Tapir.Host.Http.Access;

/// <summary>What a request is called, so that the same one made again changes nothing more.</summary>
internal static class RequestKey
{
    private const int Longest = 255;

    /// <summary>The <c>Idempotency-Key</c> with its caller's name, so that two callers' keys never meet; null where none was sent.</summary>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static string? Of(HttpContext context, string? idempotencyKey) => idempotencyKey switch
    {
        null or "" => null,
        { Length: > Longest } => throw new BadHttpRequestException($"The Idempotency-Key is longer than {Longest} characters."),
        _ => $"http:{context.Caller().Name}:{idempotencyKey}",
    };
}
