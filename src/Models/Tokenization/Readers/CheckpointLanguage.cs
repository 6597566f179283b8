using Tapir.Models.ChatTemplates;
using Tapir.Models.Checkpoints;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>Reads tokenizer and chat format of a checkpoint.</summary>
internal static class CheckpointLanguage
{
    /// <exception cref="InvalidDataException">There is no tokenizer, or one with a construct that is not known.</exception>
    public static ModelLanguage Read(Checkpoint checkpoint, ChatTemplateOptions options)
    {
        switch (checkpoint.Texts)
        {
            case CheckpointTexts.Gguf gguf:
                return GgufLanguage.Read(gguf.Metadata, options);
            case CheckpointTexts.HuggingFace { TokenizerJson.Length: > 0 } folder:
                LanguageSettings settings = LanguageSettings.Read(folder.TokenizerConfig, checkpoint.Path) with { ChatTemplate = folder.ChatTemplate };
                return Read(folder.TokenizerJson, folder.TokenizerConfig, settings with { EndIds = [.. settings.EndIds.Union(folder.EndOfTextIds)] }, checkpoint.Path, options);
            default:
                throw new InvalidDataException($"{checkpoint.Path}: there is no tokenizer.json. A checkpoint with tokenizer.model alone can be saved with one by transformers, or taken as GGUF.");
        }
    }

    /// <param name="tokenizerJson">The text of <c>tokenizer.json</c>.</param>
    /// <param name="tokenizerConfig">The text of <c>tokenizer_config.json</c>; empty where there is none.</param>
    /// <param name="source">Names the checkpoint in errors.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or has a construct that is not known; the message names it.</exception>
    public static ModelLanguage Read(string tokenizerJson, string tokenizerConfig, string source, ChatTemplateOptions? options = null) =>
        Read(tokenizerJson, tokenizerConfig, LanguageSettings.Read(tokenizerConfig, source), source, options ?? ChatTemplateOptions.Default);

    /// <summary>The same where some settings come from elsewhere: a template in a file of its own, ends of text in the generation config.</summary>
    public static ModelLanguage Read(string tokenizerJson, string tokenizerConfig, LanguageSettings settings, string source, ChatTemplateOptions options)
    {
        BpeTokenizerParts parts = TokenizerFile.Read(tokenizerJson, source);
        int begin = IdOf(settings.Tokens.Begin, "bos_token"), end = IdOf(settings.Tokens.End, "eos_token");
        int[] ends = [.. ((int[])[end, .. settings.EndIds]).Where(id => id >= 0).Distinct()];
        IReadOnlyList<int> begins = settings.Begins switch
        {
            BeginRule.Never => [],
            BeginRule.Always when parts.BeginIds.Count == 0 && begin >= 0 => [begin],
            _ => parts.BeginIds,
        };
        BpeTokenizer tokenizer = new(parts with { BeginIds = begins }, ends.ToHashSet());
        return new ModelLanguage(tokenizer, Chat(tokenizer, settings, source, options), settings.WriteInto(tokenizerConfig));

        int IdOf(string token, string name) => token.Length == 0 ? -1 : parts.Added.FirstOrDefault(added => added.Content == token)?.Id
            ?? throw new InvalidDataException($"{source}: the {name} \"{token}\" is none of the tokenizer's added tokens.");
    }

    private static IChatFormat Chat(BpeTokenizer tokenizer, LanguageSettings settings, string source, ChatTemplateOptions options)
    {
        if (settings.ChatTemplate.Length == 0)
        {
            return new MissingChatFormat(tokenizer, source);
        }

        try
        {
            return new TemplateChatFormat(tokenizer, settings.ChatTemplate, settings.Tokens, options);
        }
        catch (ChatTemplateException unknown)
        {
            throw new InvalidDataException($"{source}: {unknown.Message}", unknown);
        }
    }
}
