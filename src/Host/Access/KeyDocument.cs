namespace Tapir.Host.Access;

/// <summary>A key as <c>--json</c> and the HTTP API show it. The names are a contract with scripts.</summary>
/// <param name="Key">The key itself; only when it was just made.</param>
internal sealed record KeyDocument(
    string Name, KeyScope Scope, KeyState State, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, string? Key = null)
{
    public static KeyDocument Of(ApiKey key, DateTimeOffset now) => new(key.Name, key.Scope, key.StateAt(now), key.CreatedAt, key.ExpiresAt, key.RevokedAt);

    public static KeyDocument Of(IssuedKey issued, DateTimeOffset now) => Of(issued.Key, now) with { Key = issued.Secret };
}
