using Tapir.Models.Gguf;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>The tokens of a GGUF file and what kind each is of.</summary>
internal sealed class GgufTokens
{
    private const long Unknown = 2, Control = 3, UserDefined = 4, Byte = 6;
    private const string Prefix = "tokenizer.ggml.";
    private readonly GgufMetadata metadata;
    private readonly IReadOnlyList<long> kinds;
    private readonly HashSet<int> named;

    private GgufTokens(GgufMetadata metadata, IReadOnlyList<string> texts, IReadOnlyList<long> kinds)
    {
        this.metadata = metadata;
        this.kinds = kinds;
        Texts = texts;
        // Files say of some ends of a turn that they are ordinary tokens.
        named = [.. ((string[])["bos_token_id", "eos_token_id", "eot_token_id", "eom_token_id", "padding_token_id"]).Select(IdOf)];
    }

    /// <value>By id.</value>
    public IReadOnlyList<string> Texts { get; }

    /// <exception cref="InvalidDataException">There are no tokens, too many, or not as many kinds as tokens.</exception>
    public static GgufTokens Read(GgufMetadata metadata)
    {
        IReadOnlyList<string> texts = metadata.Texts($"{Prefix}tokens");
        IReadOnlyList<long> kinds = metadata.Contains($"{Prefix}token_type") ? metadata.WholeNumbers($"{Prefix}token_type") : new long[texts.Count];
        if (texts.Count == 0 || texts.Count > BpeReader.HighestId || kinds.Count != texts.Count)
        {
            throw new InvalidDataException($"{metadata.Source}: {texts.Count} tokens with {kinds.Count} token types make no tokenizer.");
        }

        return new GgufTokens(metadata, texts, kinds);
    }

    /// <summary>An id by the key that names it; -1 where the file names none (some say 2^32 - 1 for that).</summary>
    public int IdOf(string key) => metadata.Values.GetValueOrDefault(Prefix + key) is long id and >= 0 && id < Texts.Count ? (int)id : -1;

    /// <summary>The text of a token by the key that names it; empty where there is none.</summary>
    public string Named(string key) => IdOf(key) is >= 0 and var id ? Texts[id] : "";

    public bool IsSpecial(int id) => kinds[id] is Control or Unknown || named.Contains(id);

    /// <summary>Found in a text as a whole, before anything else is done with it.</summary>
    public bool IsAdded(int id) => Texts[id].Length > 0 && (IsSpecial(id) || kinds[id] == UserDefined);

    public bool IsByte(int id) => kinds[id] == Byte;
}
