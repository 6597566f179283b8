namespace Tapir.Host.Access;

/// <summary>A key that was just made.</summary>
/// <param name="Secret">The key itself. It is known only here and now.</param>
internal sealed record IssuedKey(ApiKey Key, string Secret);
