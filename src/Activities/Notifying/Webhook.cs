using System.Security.Cryptography;
using System.Text;
using Tapir.Orchestrations.Notifying;

namespace Tapir.Activities.Notifying;

/// <summary>An address that is told of runs.</summary>
/// <param name="Url">http or https. It may be a secret in itself, so logs and hub show its <see cref="Origin"/> at most.</param>
/// <param name="SecretVariable">Name of the environment variable that holds the secret with which notices are signed.</param>
/// <param name="Events">What it is told of.</param>
public sealed record Webhook(Uri Url, string SecretVariable, IReadOnlyList<NoticeEvent> Events)
{
    /// <value>A name that stays while the address does and does not give it away.</value>
    public string Target => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Url.AbsoluteUri)))[..16];

    /// <value>Scheme, host and port, without what may stand before the host: a user's name and password.</value>
    public string Origin => Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
