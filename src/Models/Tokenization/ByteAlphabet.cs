namespace Tapir.Models.Tokenization;

/// <summary>The printable character that stands for each byte in the files of byte-level tokenizers (Radford et al., GPT-2, 2019).</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Build();
    private static readonly Dictionary<char, byte> Bytes = Characters.Select((character, value) => (character, value)).ToDictionary(pair => pair.character, pair => (byte)pair.value);

    public static string Write(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, (text, source) =>
    {
        for (int i = 0; i < source.Length; i++)
        {
            text[i] = Characters[source[i]];
        }
    });

    /// <exception cref="InvalidDataException">A character that stands for no byte.</exception>
    public static byte[] Read(string text) => [.. text.Select(character => Bytes.TryGetValue(character, out byte value)
        ? value
        : throw new InvalidDataException($"token {text}: the character {character} stands for no byte, so this is no byte-level tokenizer."))];

    /// <summary>The bytes, or null where a character stands for none: such a token is no byte-level one.</summary>
    public static byte[]? TryRead(string text) => text.All(Bytes.ContainsKey) ? [.. text.Select(character => Bytes[character])] : null;

    private static char[] Build()
    {
        char[] characters = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
        {
            bool isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = isPrintable ? (char)value : (char)next++;
        }

        return characters;
    }
}
