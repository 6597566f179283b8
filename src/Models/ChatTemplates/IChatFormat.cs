namespace Tapir.Models.ChatTemplates;

/// <summary>How conversations become tokens: the student's own format, or a checkpoint's template. Thread-safe.</summary>
/// <remarks>Prompt and response are made apart, so where the loss begins is known by construction and never searched for in data.</remarks>
public interface IChatFormat
{
    /// <value>Ids after which an answer has ended, the last of <see cref="Response"/> among them.</value>
    IReadOnlySet<int> EndIds { get; }

    /// <summary>The ids that the model is asked to continue: the conversation, and what opens the assistant's turn.</summary>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, or does what cannot be rendered.</exception>
    int[] Prompt(IReadOnlyList<ChatTurn> turns);

    /// <summary>The ids that it should answer with: exactly those that are trained. They end with the one that ends the turn; what a template
    /// writes after it (the newline after <c>&lt;|im_end|&gt;</c>) is never generated, so it is not trained: it is part of the next prompt.</summary>
    /// <exception cref="ChatTemplateException">The template refuses the answer.</exception>
    int[] Response(string text);
}
