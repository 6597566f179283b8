using System.Text;

namespace Tapir.Models.Tokenization.Normalizing;

/// <summary>Each character in lower case by itself, as Rust does it: no final sigma, and İ becomes two characters.</summary>
internal sealed class LowercaseNormalizer : ITextNormalizer
{
    public string Normalize(string text)
    {
        StringBuilder lower = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            bool isWhole = Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int width) == System.Buffers.OperationStatus.Done;
            if (rune.Value == 'İ')
            {
                lower.Append("i\u0307");
            }
            else if (isWhole)
            {
                lower.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else
            {
                lower.Append(text[i]);
            }

            i += width;
        }

        return lower.ToString();
    }
}
