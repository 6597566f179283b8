namespace Tapir.Models.Tests.Tokenization.Readers;

/// <summary>Small tokenizer.json texts.</summary>
internal static class TokenizerTexts
{
    public const string SentencePieceDecoder = """
        {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
        {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
        """;

    public const string ByteLevel = """{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}""";

    /// <summary>A byte-level tokenizer with all 256 bytes, some merges, and special tokens 300 and on.</summary>
    public static string OfBytes(
        string normalizer = "null", string preTokenizer = ByteLevel, string postProcessor = "null", string merges = "[\"h e\", \"l l\", \"he ll\", \"hell o\", \"Ġ hello\"]", string extra = "", string added = "")
    {
        List<string> tokens = [.. Enumerable.Range(0, 256).Select(value => Tapir.Models.Tokenization.ByteAlphabet.Write([(byte)value])), "he", "ll", "hell", "hello", "Ġhello"];
        string vocabulary = string.Join(", ", tokens.Select((token, id) => $"{System.Text.Json.JsonSerializer.Serialize(token)}: {id}"));
        return $$"""
            {"version": "1.0", "added_tokens": [
              {"id": 300, "content": "<|im_start|>", "special": true, "normalized": false}, {"id": 301, "content": "<|im_end|>", "special": true},
              {"id": 302, "content": "<think>", "special": false}{{added}}],
             "normalizer": {{normalizer}}, "pre_tokenizer": {{preTokenizer}}, "post_processor": {{postProcessor}}, "decoder": {{ByteLevel}},
             "model": {"type": "BPE", {{extra}} "vocab": { {{vocabulary}} }, "merges": {{merges}} } }
            """;
    }

    /// <summary>A tokenizer in SentencePiece's way: pieces, and bytes to fall back on.</summary>
    public static string OfPieces(string normalizer, string preTokenizer, string extra = "\"byte_fallback\": true, \"fuse_unk\": true, \"unk_token\": \"<unk>\",")
    {
        List<string> tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"), "▁", "a", "b", "▁a", "ab", "▁ab", "▁▁"];
        string vocabulary = string.Join(", ", tokens.Select((token, id) => $"{System.Text.Json.JsonSerializer.Serialize(token)}: {id}"));
        return $$"""
            {"added_tokens": [{"id": 0, "content": "<unk>", "special": true}, {"id": 1, "content": "<s>", "special": true}, {"id": 2, "content": "</s>", "special": true}],
             "normalizer": {{normalizer}}, "pre_tokenizer": {{preTokenizer}}, "decoder": {{SentencePieceDecoder}},
             "model": {"type": "BPE", {{extra}} "vocab": { {{vocabulary}} }, "merges": [["▁", "a"], ["a", "b"], ["▁a", "b"], ["▁", "▁"]] } }
            """;
    }
}
