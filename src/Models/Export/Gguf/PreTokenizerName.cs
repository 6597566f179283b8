using System.Text.Json.Nodes;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Export.Gguf;

/// <summary>llama.cpp knows pre-tokenizers of byte-level BPE by name (<c>tokenizer.ggml.pre</c>), not by pattern.</summary>
internal static class PreTokenizerName
{
    // The first step of what GGUF files without a name of theirs are read as.
    private const string DefaultPunctuation = @"[\p{P}\$\+<=>\^~\|]+";

    private static readonly Dictionary<string, string> ByPattern = new()
    {
        [TiktokenScanner.LlamaPattern] = "llama-bpe",
        [TiktokenScanner.QwenPattern] = "qwen2",
        [Gpt2Scanner.Pattern] = "gpt-2",
    };

    /// <summary>The name of the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
    /// <exception cref="NotSupportedException">llama.cpp has none that is known to be the same.</exception>
    public static string Of(JsonNode? preTokenizer)
    {
        JsonNode[] steps = [.. Steps(preTokenizer)];
        string[] kinds = [.. steps.Select(step => (string?)step["type"] ?? "")];
        bool usesPattern = kinds is [.., "ByteLevel"] && (bool?)steps[^1]["use_regex"] != false && (bool?)steps[^1]["add_prefix_space"] != true;
        return kinds switch
        {
            ["ByteLevel"] when usesPattern => "gpt-2",
            ["Digits", "ByteLevel"] when usesPattern && (bool?)steps[0]["individual_digits"] == true => "smollm",
            ["Split", "ByteLevel"] when !usesPattern && ByPattern.TryGetValue(Pattern(steps[0]), out string? name) => name,
            ["Split", "Split", "Split", "Split", "ByteLevel"] when !usesPattern && Pattern(steps[0]) == DefaultPunctuation => "default",
            _ => throw new NotSupportedException(
                $"The tokenizer splits text ({string.Join(", ", kinds)}) in a way for which llama.cpp has no name that Tapir knows: gpt-2, smollm, llama-bpe, qwen2. Export a Hugging Face folder instead."),
        };
    }

    private static string Pattern(JsonNode split) => (string?)split["pattern"]?["Regex"] ?? "";

    private static IEnumerable<JsonNode> Steps(JsonNode? preTokenizer) =>
        preTokenizer is null ? []
        : (string?)preTokenizer["type"] == "Sequence" ? preTokenizer["pretokenizers"]!.AsArray().SelectMany(Steps)
        : [preTokenizer];
}
