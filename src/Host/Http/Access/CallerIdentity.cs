using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Tapir.Host.Access;

namespace Tapir.Host.Http.Access;

/// <summary>Tells who sent a request by the key that it brings.</summary>
internal sealed class CallerIdentity(KeyBook book, TimeProvider clock)
{
    /// <summary>Name of the cookie in which a browser keeps a key.</summary>
    public const string Cookie = "tapir-key";

    private const string Scheme = "Bearer ";

    public Caller Of(HttpRequest request)
    {
        string? header = request.Headers[HeaderNames.Authorization];
        if (string.IsNullOrEmpty(header))
        {
            return request.Cookies[Cookie] is { Length: > 0 } kept ? Of(kept) : new Anyone();
        }

        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? Of(header[Scheme.Length..].Trim())
            : new Stranger("The key must be sent as 'Authorization: Bearer KEY'.");
    }

    /// <param name="secret">A key as someone sent it.</param>
    public Caller Of(string secret)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return book.Find(secret) switch
        {
            null => new Stranger("This key is not known here."),
            { } key => key.StateAt(now) switch
            {
                KeyState.Revoked => new Stranger($"The key of {key.Name} was revoked at {Moment(key.RevokedAt!.Value)}; ask for another."),
                KeyState.Expired => new Stranger($"The key of {key.Name} expired at {Moment(key.ExpiresAt!.Value)}; `tapir keys add {key.Name}` makes another."),
                _ => new KeyHolder(key),
            },
        };
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
