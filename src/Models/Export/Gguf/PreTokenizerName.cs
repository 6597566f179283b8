using System.Text.Json.Nodes;

namespace Tapir.Models.Export.Gguf;

/// <summary>llama.cpp knows pre-tokenizers of byte-level BPE by name (<c>tokenizer.ggml.pre</c>), not by pattern.</summary>
internal static class PreTokenizerName
{
    private const string ContractionsAndWords = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|", Rest = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private static readonly Dictionary<string, string> ByPattern = new()
    {
        [ContractionsAndWords + @"\p{N}{1,3}" + Rest] = "llama-bpe",
        [ContractionsAndWords + @"\p{N}" + Rest] = "qwen2",
        [@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"] = "gpt-2",
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
            ["Split", "ByteLevel"] when !usesPattern && ByPattern.TryGetValue((string?)steps[0]["pattern"]?["Regex"] ?? "", out string? name) => name,
            _ => throw new NotSupportedException(
                $"The tokenizer splits text ({string.Join(", ", kinds)}) in a way for which llama.cpp has no name that Tapir knows: gpt-2, smollm, llama-bpe, qwen2. Export a Hugging Face folder instead."),
        };
    }

    private static IEnumerable<JsonNode> Steps(JsonNode? preTokenizer) =>
        preTokenizer is null ? []
        : (string?)preTokenizer["type"] == "Sequence" ? preTokenizer["pretokenizers"]!.AsArray().SelectMany(Steps)
        : [preTokenizer];
}
