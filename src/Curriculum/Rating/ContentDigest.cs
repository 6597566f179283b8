using System.Security.Cryptography;
using System.Text;

namespace Tapir.Curriculum.Rating;

/// <summary>Names texts by what they are, so that what was said of them holds wherever the same texts come up again.</summary>
internal static class ContentDigest
{
    /// <summary>SHA-256 of the text in UTF-8: 64 hexadecimal digits.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Of an instruction and two answers, by their digests. The order of the answers does not matter, so that it tells nobody whose is which.</summary>
    public static string OfItem(string instruction, string one, string other) =>
        Of(string.CompareOrdinal(one, other) <= 0 ? $"{instruction}\n{one}\n{other}" : $"{instruction}\n{other}\n{one}");
}
