namespace Tapir.Models.Tokenization;

/// <summary>How a turn becomes tokens: <c>&lt;|user|&gt;instruction&lt;|assistant|&gt;response&lt;|endoftext|&gt;</c>.</summary>
/// <remarks>Prompt and response are encoded apart, so where the loss begins is known by construction and never searched for.</remarks>
public static class ChatFormat
{
    /// <summary>The same format as a Jinja template, for <c>tokenizer_config.json</c>.</summary>
    public const string Template =
        "{% for message in messages %}{% if message['role'] == 'assistant' %}<|assistant|>{{ message['content'] }}<|endoftext|>"
        + "{% else %}<|user|>{{ message['content'] }}{% endif %}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}";

    /// <summary>The tokens a student is asked to continue.</summary>
    public static int[] Prompt(StudentTokenizer tokenizer, string instruction) =>
        [SpecialTokens.UserId, .. tokenizer.Encode(instruction), SpecialTokens.AssistantId];

    /// <summary>The tokens it should answer with, end of text included.</summary>
    public static int[] Response(StudentTokenizer tokenizer, string response) => [.. tokenizer.Encode(response), SpecialTokens.EndOfTextId];
}
