using System.Security.Cryptography;

namespace Tapir.Artifacts.Blobs.Tests;

/// <summary>Bytes to store.</summary>
internal static class Content
{
    /// <summary>Some that do not repeat, the same for the same seed.</summary>
    public static byte[] Of(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string DigestOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
