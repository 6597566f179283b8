using System.Buffers;
using Tapir.Models.ChatTemplates.Rendering;
using Tapir.Models.ChatTemplates.Values;
using Tapir.Models.Tokenization;

namespace Tapir.Models.ChatTemplates;

/// <summary>The chat format of a checkpoint: its template rendered, its tokenizer applied.</summary>
internal sealed class TemplateChatFormat : IChatFormat
{
    private static readonly ChatTurn Question = ChatTurn.User("?");

    // An answer that no template makes anything else of.
    private const string Marker = "\uFDEF";
    private readonly ITextTokenizer tokenizer;
    private readonly string source;
    private readonly JinjaTemplate template;
    private readonly SearchValues<string> specials;
    private readonly List<KeyValuePair<string, object?>> names;
    private readonly Lazy<(string Text, int[] Ids)> opening;
    private readonly Lazy<IReadOnlySet<int>> endIds;

    /// <exception cref="ChatTemplateException">The template has a construct that is not rendered.</exception>
    public TemplateChatFormat(ITextTokenizer tokenizer, string source, TemplateTokens tokens, ChatTemplateOptions options)
    {
        this.tokenizer = tokenizer;
        this.source = source;
        template = JinjaTemplate.Read(source, options.Limits);
        specials = SearchValues.Create([.. tokenizer.Specials.Keys], StringComparison.Ordinal);
        names = [
            .. TemplateFunctions.All(options.Clock), .. tokens.Names(), new("tools", null), new("documents", null),
            .. options.Switches.Select(pair => new KeyValuePair<string, object?>(pair.Key, pair.Value))];
        opening = new(() =>
        {
            string text = Render([Question], asksForAnswer: true).Text;
            return (text, tokenizer.Encode(RenderedText.Trusted(text)));
        });
        endIds = new(FindEndIds);
    }

    /// <remarks>Those of the tokenizer, and the one that the template itself writes after an answer: there are checkpoints whose eos_token is another.</remarks>
    public IReadOnlySet<int> EndIds => endIds.Value;

    public int[] Prompt(IReadOnlyList<ChatTurn> turns) => tokenizer.Encode(Render(turns, asksForAnswer: true));

    /// <remarks>What the template makes of a conversation with the answer, without what it makes of the same one before it: so an answer is written as the template
    /// writes it (trimmed, say, or after an empty thought). A template that writes earlier answers in another way than it asks for one gives none of that;
    /// there the response is the text and the end of text.</remarks>
    public int[] Response(string text)
    {
        RenderedText whole = Render([Question, ChatTurn.Assistant(text)], asksForAnswer: false);
        if (!whole.Text.StartsWith(opening.Value.Text, StringComparison.Ordinal))
        {
            return WithEnd(tokenizer.Encode(text));
        }

        int[] ids = tokenizer.Encode(whole), before = opening.Value.Ids;
        bool isContinued = ids.AsSpan().StartsWith(before);
        return WithEnd(isContinued ? ids[before.Length..] : tokenizer.Encode(whole with { Text = whole.Text[opening.Value.Text.Length..] }));
    }

    /// <summary>The template's text of a conversation.</summary>
    /// <param name="asksForAnswer">Whether what opens the assistant's turn comes last.</param>
    /// <exception cref="ChatTemplateException">The template refuses it.</exception>
    public RenderedText Render(IReadOnlyList<ChatTurn> turns, bool asksForAnswer)
    {
        DataCover cover = new(specials, turns, source);
        List<object?> messages = [.. turns.Select(turn => new TemplateMap { ["role"] = cover.Cover(turn.Role), ["content"] = cover.Cover(turn.Content) })];
        string text = template.Render([.. names, new("messages", messages), new("add_generation_prompt", asksForAnswer)]);
        return new RenderedText(text, cover.Stands);
    }

    private HashSet<int> FindEndIds()
    {
        HashSet<int> found = [.. tokenizer.EndIds];
        try
        {
            string text = Render([Question, ChatTurn.Assistant(Marker)], asksForAnswer: false).Text;
            int answer = text.LastIndexOf(Marker, StringComparison.Ordinal);
            int[] after = answer < 0 ? [] : tokenizer.Encode(RenderedText.Trusted(text[(answer + Marker.Length)..]));
            found.UnionWith(after.Where(tokenizer.Specials.Values.Contains).Take(1));
        }
        catch (ChatTemplateException)
        {
            // It refuses this conversation; the tokenizer's own ends are what is known then. Who asks for a prompt is told.
        }

        return found;
    }

    /// <summary>Up to the first end; with one, where there is none. Data has none: it cannot spell special tokens.</summary>
    private int[] WithEnd(int[] ids)
    {
        int end = Array.FindIndex(ids, EndIds.Contains);
        if (end >= 0)
        {
            return ids[..(end + 1)];
        }

        return EndIds.Count > 0
            ? [.. ids, tokenizer.EndIds.Concat(EndIds).First()]
            : throw new ChatTemplateException("The checkpoint names no token that ends a text (eos_token), and its chat template writes none after an answer; name one in tokenizer_config.json.");
    }
}
