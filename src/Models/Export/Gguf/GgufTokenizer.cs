using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tapir.Models.Export.Gguf;

/// <summary>A Hugging Face tokenizer as the metadata that llama.cpp makes its own from.</summary>
internal static class GgufTokenizer
{
    private const string Prefix = "tokenizer.ggml.";

    // Below every rank: never the first pair to be joined.
    private const float NeverMerged = -1e9f;

    /// <summary>The keys and values of <c>tokenizer.*</c>.</summary>
    /// <param name="tokenizerJson">Text of tokenizer.json.</param>
    /// <param name="tokenizerConfig">Text of tokenizer_config.json, which names the special tokens; may be empty.</param>
    /// <param name="chatTemplate">Jinja; empty for none.</param>
    /// <param name="endIds">Ids that end an answer, the most usual first.</param>
    /// <param name="vocabularySize">Rows of the embedding; those without a token get a name of their own.</param>
    /// <exception cref="NotSupportedException">A kind of tokenizer that llama.cpp does not know, or not by a name known here.</exception>
    /// <exception cref="InvalidDataException">Not a tokenizer.json.</exception>
    public static IReadOnlyList<KeyValuePair<string, object>> Metadata(string tokenizerJson, string tokenizerConfig, string chatTemplate, IReadOnlyList<int> endIds, int vocabularySize)
    {
        try
        {
            JsonNode tokenizer = JsonNode.Parse(tokenizerJson)!, model = tokenizer["model"]!;
            JsonNode config = tokenizerConfig.Length > 0 ? JsonNode.Parse(tokenizerConfig)! : new JsonObject();
            Dictionary<string, int> vocabulary = model["vocab"] is JsonObject pieces ? pieces.ToDictionary(pair => pair.Key, pair => (int)pair.Value!) : throw new NotSupportedException(
                $"A tokenizer of the kind {model["type"]} cannot be written as GGUF; byte-pair encoding can. Export a Hugging Face folder instead.");
            TokenTable table = TokenTable.Of(tokenizer, vocabulary, vocabularySize);
            List<KeyValuePair<string, object>> values = (bool?)model["byte_fallback"] == true
                ? SentencePiece(tokenizer, vocabulary, table)
                : ByteLevel(tokenizer, table);
            AddSpecials(values, config, tokenizer, table, endIds);
            if (chatTemplate.Length > 0)
            {
                values.Add(new("tokenizer.chat_template", chatTemplate));
            }

            return values;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The tokenizer cannot be written as GGUF: {malformed.Message}", malformed);
        }
    }

    private static List<KeyValuePair<string, object>> ByteLevel(JsonNode tokenizer, TokenTable table) =>
    [
        new(Prefix + "model", "gpt2"),
        new(Prefix + "pre", PreTokenizerName.Of(tokenizer["pre_tokenizer"])),
        new(Prefix + "tokens", table.Tokens),
        new(Prefix + "token_type", table.Kinds),
        new(Prefix + "merges", Merges(tokenizer).Select(pair => $"{pair.Left} {pair.Right}").ToArray()),
        new(Prefix + "add_space_prefix", false),
    ];

    // SentencePiece joins the pair whose piece has the best score; the rank of the merge that makes a piece, negated, is that order.
    private static List<KeyValuePair<string, object>> SentencePiece(JsonNode tokenizer, Dictionary<string, int> vocabulary, TokenTable table)
    {
        float[] scores = [.. table.Kinds.Select(kind => kind == (int)TokenKind.Normal ? NeverMerged : 0f)];
        int rank = 0;
        foreach ((string left, string right) in Merges(tokenizer))
        {
            rank++;
            if (vocabulary.TryGetValue(left + right, out int id) && scores[id] == NeverMerged)
            {
                scores[id] = -rank;
            }
        }

        string text = $"{tokenizer["normalizer"]?.ToJsonString()}{tokenizer["pre_tokenizer"]?.ToJsonString()}";
        bool addsSpace = text.Contains("\"Prepend\"", StringComparison.Ordinal) || text.Contains("\"prepend_scheme\":\"first\"", StringComparison.Ordinal)
            || text.Contains("\"prepend_scheme\":\"always\"", StringComparison.Ordinal) || text.Contains("\"add_prefix_space\":true", StringComparison.Ordinal);
        return
        [
            new(Prefix + "model", "llama"),
            new(Prefix + "pre", "default"),
            new(Prefix + "tokens", table.Tokens),
            new(Prefix + "scores", scores),
            new(Prefix + "token_type", table.Kinds),
            new(Prefix + "add_space_prefix", addsSpace),
        ];
    }

    private static IEnumerable<(string Left, string Right)> Merges(JsonNode tokenizer)
    {
        foreach (JsonNode? merge in tokenizer["model"]!["merges"]!.AsArray())
        {
            string[] pair = merge is JsonArray parts ? [.. parts.Select(part => (string)part!)] : ((string)merge!).Split(' ');
            yield return pair.Length == 2 ? (pair[0], pair[1]) : throw new FormatException($"the merge {merge} is not of two tokens");
        }
    }

    private static void AddSpecials(List<KeyValuePair<string, object>> values, JsonNode config, JsonNode tokenizer, TokenTable table, IReadOnlyList<int> endIds)
    {
        int Named(string name) => table.IdOf((config[name] is JsonObject token ? (string?)token["content"] : (string?)config[name]) ?? "");
        void Add(string key, int id)
        {
            if (id >= 0 && id < table.Tokens.Length)
            {
                values.Add(new(Prefix + key, (uint)id));
            }
        }

        int named = Named("eos_token"), end = named >= 0 ? named : endIds.FirstOrDefault(-1);
        Add("bos_token_id", Named("bos_token"));
        Add("eos_token_id", end);
        Add("eot_token_id", endIds.FirstOrDefault(id => id != end, -1));
        Add("unknown_token_id", Named("unk_token"));
        Add("padding_token_id", Named("pad_token"));

        // Said always: what llama.cpp takes otherwise depends on the kind of tokenizer.
        bool begins = (bool?)config["add_bos_token"] ?? (tokenizer["post_processor"]?.ToJsonString() ?? "").Contains("SpecialToken", StringComparison.Ordinal);
        values.Add(new(Prefix + "add_bos_token", begins && Named("bos_token") >= 0));
        values.Add(new(Prefix + "add_eos_token", (bool?)config["add_eos_token"] ?? false));
    }
}
