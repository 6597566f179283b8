using System.Text;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization;

/// <summary>An answer's text while its tokens come. A character whose bytes are spread over tokens appears with the last of them. Not thread-safe.</summary>
public sealed class TextStream
{
    private readonly TokenBytes tokens;
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private int spacesToDrop;
    private bool isFirst = true;

    internal TextStream(TokenBytes tokens)
    {
        this.tokens = tokens;
        spacesToDrop = tokens.LeadingSpaces;
    }

    /// <summary>What this token adds; empty for a special token and inside a character.</summary>
    public string Append(int id)
    {
        ReadOnlySpan<byte> bytes = tokens.Of(id, isFirst);
        isFirst &= !tokens.IsText(id);
        while (spacesToDrop > 0 && bytes.Length > 0)
        {
            if (bytes[0] != (byte)' ')
            {
                spacesToDrop = 0;
                break;
            }

            bytes = bytes[1..];
            spacesToDrop--;
        }

        return Write(bytes, flush: false);
    }

    /// <summary>The end: U+FFFD where the tokens stop inside a character, else nothing.</summary>
    public string Finish() => Write([], flush: true);

    private string Write(ReadOnlySpan<byte> bytes, bool flush)
    {
        // The bytes of a character begun before may be in the decoder.
        int most = Encoding.UTF8.GetMaxCharCount(bytes.Length);
        Span<char> text = most <= 256 ? stackalloc char[256] : new char[most];
        return new string(text[..decoder.GetChars(bytes, text, flush)]);
    }
}
