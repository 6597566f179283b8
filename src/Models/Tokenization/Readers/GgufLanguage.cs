using Tapir.Models.ChatTemplates;
using Tapir.Models.Gguf;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>Reads tokenizer and chat format out of a GGUF file's metadata.</summary>
/// <remarks>The metadata is written as the tokenizer.json that says the same, and that is read: so both kinds of checkpoint go one way, and a model that came
/// as GGUF is exported with a tokenizer that everybody reads.</remarks>
internal static class GgufLanguage
{
    private const string Prefix = "tokenizer.ggml.";

    // End of sequence, of a turn, of a message.
    private static readonly string[] EndNames = ["eos_token_id", "eot_token_id", "eom_token_id"];

    /// <exception cref="InvalidDataException">A kind of tokenizer that is not known, or metadata that contradicts itself.</exception>
    public static ModelLanguage Read(GgufMetadata metadata, ChatTemplateOptions? options = null)
    {
        GgufTokens tokens = GgufTokens.Read(metadata);
        string kind = metadata.Text($"{Prefix}model");
        string json = kind switch
        {
            "gpt2" => GgufByteLevel.Write(tokens, metadata.Text($"{Prefix}pre", "default"), metadata.Texts($"{Prefix}merges"), metadata),
            "llama" => GgufSentencePiece.Write(tokens, metadata.Numbers($"{Prefix}scores"), metadata),
            _ => throw new InvalidDataException($"{metadata.Source}: the tokenizer model \"{kind}\" is not one that Tapir knows; gpt2 and llama are."),
        };
        TemplateTokens named = new()
        {
            Begin = tokens.Named("bos_token_id"),
            End = tokens.Named("eos_token_id"),
            Unknown = tokens.Named("unknown_token_id"),
            Padding = tokens.Named("padding_token_id"),
        };
        IReadOnlyList<int> ends = [.. EndNames.Select(tokens.IdOf).Where(id => id >= 0).Distinct()];
        LanguageSettings settings = new(named, metadata.Text("tokenizer.chat_template", ""), ends);
        return CheckpointLanguage.Read(json, "", settings, metadata.Source, options ?? ChatTemplateOptions.Default);
    }
}
