using System.Text.Json;
using Tapir.Models.Gguf;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>Byte-level BPE of a GGUF file (<c>tokenizer.ggml.model</c> gpt2). How words are cut is named, not described, there: <c>tokenizer.ggml.pre</c>.</summary>
internal static class GgufByteLevel
{
    private const string Decoder = """{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}""";
    private const string ByteLevel = """{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}""";
    private const string Bytes = """{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}""";

    /// <exception cref="InvalidDataException">A way to cut words that is not known.</exception>
    public static string Write(GgufTokens tokens, string pre, IReadOnlyList<string> merges, GgufMetadata metadata)
    {
        bool isLlama = pre is "llama-bpe" or "llama3" or "llama-v3";
        string cutter = pre switch
        {
            "smollm" or "starcoder" or "refact" or "codeshell" => Sequence("""{"type": "Digits", "individual_digits": true}""", ByteLevel),
            "gpt-2" => ByteLevel,
            "qwen2" or "deepseek-r1-qwen" => Sequence(Split(TiktokenScanner.QwenPattern), Bytes),
            "default" => Sequence(Split(@"[\p{P}\$\+<=>\^~\|]+"), Split(Gpt2Scanner.Pattern), Split(@"\p{N}+"), Split("[0-9][0-9][0-9]"), Bytes),
            _ when isLlama => Sequence(Split(TiktokenScanner.LlamaPattern), Bytes),
            _ => throw new InvalidDataException(
                $"{metadata.Source}: the tokenizer's pre-tokenizer \"{pre}\" is not one that Tapir knows; smollm, llama-bpe, qwen2, gpt-2, starcoder and default are. Take the checkpoint's Hugging Face form."),
        };

        // Qwen's own tokenizer normalizes; llama.cpp leaves that out.
        string normalizer = pre is "qwen2" ? """{"type": "NFC"}""" : "null";
        int begin = metadata.Flag("tokenizer.ggml.add_bos_token", isLlama) ? tokens.IdOf("bos_token_id") : -1;
        return TokenizerJsonWriter.Write(tokens, normalizer, cutter, Decoder, begin, json =>
        {
            json.WriteNull("unk_token");
            json.WriteBoolean("byte_fallback", false);
            json.WriteBoolean("ignore_merges", isLlama);
            json.WriteStartArray("merges");
            foreach (string merge in merges)
            {
                json.WriteStringValue(merge);
            }

            json.WriteEndArray();
        });
    }

    private static string Sequence(params string[] steps) => $$"""{"type": "Sequence", "pretokenizers": [{{string.Join(", ", steps)}}]}""";

    private static string Split(string pattern) =>
        $$"""{"type": "Split", "pattern": {"Regex": {{JsonSerializer.Serialize(pattern)}} }, "behavior": "Isolated", "invert": false}""";
}
