using Tapir.Models.Gguf;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>SentencePiece's BPE of a GGUF file (<c>tokenizer.ggml.model</c> llama): pieces with scores, and bytes to fall back on.</summary>
/// <remarks>Merges are not listed there: any two neighbours merge whose text together is a piece, that of the highest score first. They are worked out
/// here, in the order in which transformers does it when it converts such a tokenizer.</remarks>
internal static class GgufSentencePiece
{
    private const string Mark = """{"type": "Replace", "pattern": {"String": " "}, "content": "▁"}""";
    private const string Prefix = """{"type": "Prepend", "prepend": "▁"}""";
    private const string Unmark = """{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}""";
    private const string Strip = """{"type": "Strip", "content": " ", "start": 1, "stop": 0}""";

    /// <exception cref="InvalidDataException">There are not as many scores as tokens.</exception>
    public static string Write(GgufTokens tokens, IReadOnlyList<double> scores, GgufMetadata metadata)
    {
        if (scores.Count != tokens.Texts.Count)
        {
            throw new InvalidDataException($"{metadata.Source}: {tokens.Texts.Count} tokens with {scores.Count} scores make no tokenizer.");
        }

        bool isPrefixed = metadata.Flag("tokenizer.ggml.add_space_prefix", true);
        string normalizer = $$"""{"type": "Sequence", "normalizers": [{{(isPrefixed ? $"{Prefix}, " : "")}}{{Mark}}]}""";
        string decoder = $$"""{"type": "Sequence", "decoders": [{{Unmark}}{{(isPrefixed ? $", {Strip}" : "")}}]}""";
        int begin = metadata.Flag("tokenizer.ggml.add_bos_token", true) ? tokens.IdOf("bos_token_id") : -1;
        return TokenizerJsonWriter.Write(tokens, normalizer, "null", decoder, begin, json =>
        {
            string unknown = tokens.Named("unknown_token_id");
            json.WriteString("unk_token", unknown.Length > 0 ? unknown : null);
            json.WriteBoolean("fuse_unk", true);
            json.WriteBoolean("byte_fallback", true);
            json.WriteBoolean("ignore_merges", false);
            json.WriteStartArray("merges");
            foreach (Merge merge in Merges(tokens, scores))
            {
                json.WriteStartArray();
                json.WriteStringValue(tokens.Texts[merge.Left]);
                json.WriteStringValue(tokens.Texts[merge.Right]);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        });
    }

    private static IEnumerable<Merge> Merges(GgufTokens tokens, IReadOnlyList<double> scores)
    {
        Dictionary<string, int> ids = [];
        for (int id = 0; id < tokens.Texts.Count; id++)
        {
            if (!tokens.IsByte(id) && !tokens.IsAdded(id) && tokens.Texts[id].Length > 0)
            {
                ids[tokens.Texts[id]] = id;
            }
        }

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> bySpan = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        List<Merge> merges = [];
        foreach ((string piece, int id) in ids)
        {
            for (int cut = 1; cut < piece.Length; cut++)
            {
                if (bySpan.TryGetValue(piece.AsSpan(0, cut), out int left) && bySpan.TryGetValue(piece.AsSpan(cut), out int right))
                {
                    merges.Add(new Merge(left, right, scores[id], cut));
                }
            }
        }

        return merges.OrderByDescending(merge => merge.Score).ThenByDescending(merge => merge.LeftLength).ThenBy(merge => merge.Left).ThenBy(merge => merge.Right);
    }

    private readonly record struct Merge(int Left, int Right, double Score, int LeftLength);
}
