using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tapir.Host.Access;

/// <summary>The text of a key: a prefix by which scanners of leaked secrets know it, and 256 random bits.</summary>
internal static class KeySecret
{
    private const string Prefix = "tapir_";
    private const int Bytes = 32;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <returns>64 hexadecimal digits.</returns>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares two hashes in a time that does not depend on where they differ.</summary>
    public static bool IsSame(string hash, string other) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));
}
