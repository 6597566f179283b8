namespace Tapir.Models.Tokenization;

/// <summary>Text to token ids and back, for a student that is born in a run and for a checkpoint that people have. Thread-safe.</summary>
/// <remarks>A text is data unless its type says otherwise: <see cref="Encode(string)"/> never gives the id of a special token, whatever the text spells.</remarks>
public interface ITextTokenizer
{
    /// <value>One more than the highest id. A checkpoint's embedding may have more rows than that, never fewer.</value>
    int VocabularySize { get; }

    /// <value>Ids that plain text (not a rendered conversation) begins with; most often none or one.</value>
    IReadOnlyList<int> BeginIds { get; }

    /// <value>Ids after which an answer has ended, as the checkpoint's files say. A chat format may know one more: ask <see cref="ChatTemplates.IChatFormat.EndIds"/>.</value>
    IReadOnlySet<int> EndIds { get; }

    /// <value>Special tokens by what spells them: turn markers, beginning and end of text, padding.</value>
    IReadOnlyDictionary<string, int> Specials { get; }

    /// <summary>Ids of data. Text that spells a special token stays text, so that data cannot forge a turn; <see cref="BeginIds"/> are not added.</summary>
    int[] Encode(string text);

    /// <summary>Ids of a rendered conversation: special tokens are recognised, but for those that its data spells. <see cref="BeginIds"/> are not added: a template writes them itself.</summary>
    int[] Encode(RenderedText text);

    /// <summary>The text of ids. Special tokens and ids of no token are left out; bytes that are no UTF-8 (an answer cut inside a character) become U+FFFD.</summary>
    string Decode(ReadOnlySpan<int> ids);

    /// <summary>Decodes token by token; all its pieces together are what <see cref="Decode"/> gives.</summary>
    TextStream OpenStream();

    /// <summary>The same tokenizer as Hugging Face's <c>tokenizer.json</c>.</summary>
    string ToJson();
}
