using Azure.Core;
using Azure.Identity;

namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>A credential whose tokens can be revoked before the time that they name, and which may be unable to give new ones.</summary>
internal sealed class ExpiringCredential : TokenCredential
{
    private int newest;
    private int revokedUpTo;

    public int Issued => newest;

    /// <value>Whether nobody is signed in any more.</value>
    public bool IsSignedOut { get; set; }

    public void RevokeAll() => revokedUpTo = newest;

    public bool Accepts(string? token) => token is not null && int.Parse(token["token-".Length..]) > revokedUpTo;

    // It ends at once by its own word, so that the client asks for another with every request.
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => IsSignedOut
        ? throw new AuthenticationFailedException("AADSTS700082: The refresh token has expired due to inactivity.")
        : new AccessToken($"token-{Interlocked.Increment(ref newest)}", DateTimeOffset.UtcNow);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
}
