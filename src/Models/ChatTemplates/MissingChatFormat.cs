using Tapir.Models.Tokenization;

namespace Tapir.Models.ChatTemplates;

/// <summary>Of a checkpoint without a chat template: a base model, which continues texts and knows no turns.</summary>
internal sealed class MissingChatFormat(ITextTokenizer tokenizer, string source) : IChatFormat
{
    public IReadOnlySet<int> EndIds => tokenizer.EndIds;

    public int[] Prompt(IReadOnlyList<ChatTurn> turns) => throw Missing();

    public int[] Response(string text) => throw Missing();

    private ChatTemplateException Missing() => new($"{source}: there is no chat template, so this model knows no conversations. Add chat_template to its tokenizer_config.json.");
}
