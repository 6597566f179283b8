using Tapir.Models.Tokenization;

namespace Tapir.Models.ChatTemplates;

/// <summary>The format of a student that is born in a run: <c>&lt;|user|&gt;instruction&lt;|assistant|&gt;response&lt;|endoftext|&gt;</c>.</summary>
public sealed class StudentChatFormat(StudentTokenizer tokenizer) : IChatFormat
{
    /// <summary>The same format as a Jinja template, for <c>tokenizer_config.json</c>.</summary>
    public const string Template =
        "{% for message in messages %}{% if message['role'] == 'assistant' %}<|assistant|>{{ message['content'] }}<|endoftext|>"
        + "{% else %}<|user|>{{ message['content'] }}{% endif %}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}";

    public IReadOnlySet<int> EndIds => tokenizer.EndIds;

    public int[] Prompt(IReadOnlyList<ChatTurn> turns)
    {
        List<int> ids = [];
        foreach (ChatTurn turn in turns)
        {
            bool isAnswer = turn.Role == "assistant";
            ids.Add(isAnswer ? SpecialTokens.AssistantId : SpecialTokens.UserId);
            ids.AddRange(isAnswer ? Response(turn.Content) : tokenizer.Encode(turn.Content));
        }

        ids.Add(SpecialTokens.AssistantId);
        return [.. ids];
    }

    public int[] Response(string text) => [.. tokenizer.Encode(text), SpecialTokens.EndOfTextId];
}
