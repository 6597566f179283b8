using System.Globalization;
using System.Text;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary><c>decoder</c> of a tokenizer.json, worked out for each token beforehand.</summary>
/// <remarks>The tokenizers library gives U+FFFD for each byte of a run of byte tokens that is no UTF-8 as a whole; here the valid part of it is kept,
/// as llama.cpp does, since a stream cannot take back what it has shown. <c>clean_up_tokenization_spaces</c> is not done: it changes answers.</remarks>
internal static class DecoderReader
{
    /// <param name="tokens">By id; empty for ids of no token.</param>
    /// <exception cref="InvalidDataException">A decoder that is not known, or none.</exception>
    public static TokenBytes Read(JsonPart decoder, string[] tokens, IReadOnlyList<AddedToken> added)
    {
        if (decoder.IsNothing)
        {
            throw decoder.Fault("a decoder is wanted: without one the tokens' texts would be joined by spaces");
        }

        JsonPart[] steps = [.. Flatten(decoder)];
        int fuse = Array.FindIndex(steps, step => step.Type == "Fuse");
        JsonPart[] whole = fuse < 0 ? [] : [.. steps.Skip(fuse + 1)];
        JsonPart[] each = [.. steps.Take(fuse < 0 ? steps.Length : fuse)];
        int leadingSpaces = whole.Sum(LeadingSpaces);
        byte[][] texts = [.. tokens.Select(token => Apply(each, token, isFirst: false))];
        bool differs = each.Any(step => step.Type == "Metaspace");
        byte[][] firsts = differs ? [.. tokens.Select(token => Apply(each, token, isFirst: true))] : texts;
        bool[] special = new bool[tokens.Length];
        foreach (AddedToken token in added)
        {
            special[token.Id] = token.IsSpecial;
            texts[token.Id] = firsts[token.Id] = Encoding.UTF8.GetBytes(token.Content);
        }

        return new TokenBytes(texts, firsts, special, leadingSpaces);
    }

    private static IEnumerable<JsonPart> Flatten(JsonPart decoder) =>
        decoder.Type == "Sequence" ? decoder["decoders"].Items().SelectMany(Flatten) : [decoder];

    private static int LeadingSpaces(JsonPart step) => step.Type == "Strip" && step["content"].Text() == " " && step["stop"].Number(int.MaxValue) == 0
        ? step["start"].Number(int.MaxValue)
        : throw step.Unknown("after Fuse the decoder");

    private static byte[] Apply(JsonPart[] steps, string token, bool isFirst)
    {
        byte[] bytes = [];
        foreach (JsonPart step in steps)
        {
            switch (step.Type)
            {
                case "ByteLevel":
                    bytes = ByteAlphabet.TryRead(token) ?? Encoding.UTF8.GetBytes(token);
                    token = "";
                    break;
                case "ByteFallback" when IsByte(token):
                    bytes = [byte.Parse(token.AsSpan(3, 2), NumberStyles.HexNumber)];
                    token = "";
                    break;
                case "ByteFallback":
                    break;
                case "Replace" when !step["pattern"]["String"].IsNothing:
                    string sought = step["pattern"]["String"].Text();
                    token = sought.Length > 0 ? token.Replace(sought, step["content"].Text(), StringComparison.Ordinal) : throw step.Fault("an empty text cannot be looked for");
                    break;
                case "Metaspace":
                    char mark = step["replacement"].Character();
                    bool drops = isFirst && step["prepend_scheme"].Choice(step["add_prefix_space"].FlagOr(true) ? PrependScheme.Always : PrependScheme.Never) != PrependScheme.Never;
                    token = drops ? token.Replace(mark.ToString(), "", StringComparison.Ordinal) : token.Replace(mark, ' ');
                    break;
                case "Strip":
                    token = Strip(step, token);
                    break;
                default:
                    throw step.Unknown("the decoder");
            }
        }

        return bytes.Length > 0 ? bytes : Encoding.UTF8.GetBytes(token);
    }

    private static bool IsByte(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>' && char.IsAsciiHexDigit(token[3]) && char.IsAsciiHexDigit(token[4]);

    private static string Strip(JsonPart step, string token)
    {
        char character = step["content"].Character();
        int start = 0, end = token.Length;
        for (int left = step["start"].Number(int.MaxValue); left > 0 && start < end && token[start] == character; left--)
        {
            start++;
        }

        for (int left = step["stop"].Number(int.MaxValue); left > 0 && end > start && token[end - 1] == character; left--)
        {
            end--;
        }

        return token[start..end];
    }
}
