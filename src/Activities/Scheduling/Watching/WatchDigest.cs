using System.Security.Cryptography;
using System.Text;

namespace Tapir.Activities.Scheduling.Watching;

/// <summary>One digest for many texts.</summary>
internal static class WatchDigest
{
    /// <param name="texts">In an order that does not depend on chance. None holds a zero character, as no name does.</param>
    /// <returns>SHA-256 in hexadecimal; empty for no texts.</returns>
    public static string Of(IEnumerable<string> texts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool isEmpty = true;
        foreach (string text in texts)
        {
            isEmpty = false;
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }

        return isEmpty ? "" : Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
