using System.Text;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>The bytes that each token stands for in decoded text.</summary>
/// <param name="texts">By id; empty for special tokens and ids of no token.</param>
/// <param name="firsts">The same for the first token of a text, where that differs (a Metaspace decoder drops its space); else <paramref name="texts"/>.</param>
/// <param name="special">By id, whether it is left out of a text.</param>
/// <param name="leadingSpaces">Spaces to drop at the beginning of a text.</param>
internal sealed class TokenBytes(byte[][] texts, byte[][] firsts, bool[] special, int leadingSpaces)
{
    public int LeadingSpaces => leadingSpaces;

    public bool IsText(int id) => id >= 0 && id < special.Length && !special[id];

    public ReadOnlySpan<byte> Of(int id, bool isFirst) => IsText(id) ? (isFirst ? firsts : texts)[id] : [];

    public string Decode(ReadOnlySpan<int> ids)
    {
        TextStream stream = new(this);
        StringBuilder text = new();
        foreach (int id in ids)
        {
            text.Append(stream.Append(id));
        }

        return text.Append(stream.Finish()).ToString();
    }
}
