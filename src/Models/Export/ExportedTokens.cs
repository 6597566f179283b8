using Tapir.Models.ChatTemplates;
using Tapir.Models.Tokenization;
using Tapir.Models.Tokenization.Readers;

namespace Tapir.Models.Export;

/// <summary>The ids of a model's special tokens, as the files beside its weights name them.</summary>
/// <param name="Begin">What a text begins with; below 0, nothing.</param>
/// <param name="Ends">What ends an answer, the usual one first; may be empty.</param>
/// <param name="Padding">What fills up a batch; below 0, nothing.</param>
internal sealed record ExportedTokens(int Begin, IReadOnlyList<int> Ends, int Padding)
{
    /// <summary>Those of a student that is born in a run.</summary>
    public static ExportedTokens Born { get; } = new(-1, [SpecialTokens.EndOfTextId], SpecialTokens.PaddingId);

    /// <summary>Those of any model. A chat format may end its turns with another token than the tokenizer ends texts with; both count, or the model would not stop.</summary>
    public static ExportedTokens Of(ModelLanguage language)
    {
        if (language.TokenizerConfig.Length == 0)
        {
            return Born;
        }

        TemplateTokens named = LanguageSettings.Read(language.TokenizerConfig, "tokenizer_config.json").Tokens;
        int IdOf(string token) => language.Tokenizer.Specials.GetValueOrDefault(token, -1);
        IEnumerable<int> ends = language.Tokenizer.EndIds.Union(language.Chat.EndIds).Order();
        return new ExportedTokens(IdOf(named.Begin), [.. ends.Prepend(IdOf(named.End)).Where(id => id >= 0).Distinct()], IdOf(named.Padding));
    }
}
