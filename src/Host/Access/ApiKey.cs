namespace Tapir.Host.Access;

/// <summary>A key as it is kept: everything but the key.</summary>
/// <param name="Name">Whose it is; a name has one active key at a time.</param>
/// <param name="Hash">SHA-256 of the key, as 64 hexadecimal digits. The key is 256 random bits, so nothing slower is needed.</param>
/// <param name="ExpiresAt">UTC; null for a key that does not end.</param>
/// <param name="RevokedAt">UTC; null for one that was not revoked. It stays in the book, so that whoever still sends it is told.</param>
internal sealed record ApiKey(string Name, KeyScope Scope, string Hash, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    public KeyState StateAt(DateTimeOffset now) => RevokedAt is not null ? KeyState.Revoked : ExpiresAt <= now ? KeyState.Expired : KeyState.Active;
}
