using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tapir.Activities.Notifying;

/// <summary>Says who sent a notice, and when, so that a receiver believes no one else and takes no recorded one a second time.</summary>
public static class WebhookSignature
{
    public const string Header = "Tapir-Signature";

    /// <returns><c>t=UNIX,v1=HEX</c>: seconds since 1970, and the HMAC-SHA256 under the secret of these seconds, a dot and the body.</returns>
    public static string Of(string secret, DateTimeOffset sentAt, string body)
    {
        string time = sentAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] code = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(code)}";
    }
}
