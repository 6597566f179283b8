using Tapir.Models.Generation.Sampling;
using Tapir.Models.Tokenization;

namespace Tapir.Models.Generation.Answers;

/// <summary>An answer's text while its tokens come: bytes of one character are waited for, and what may be the beginning of a stop text is held back.</summary>
internal sealed class AnswerText(ITextTokenizer tokenizer, IReadOnlySet<int> endIds, GenerationOptions options)
{
    private readonly TextStream stream = tokenizer.OpenStream();
    private readonly StopTexts stops = new(options.StopTexts);
    private readonly Queue<PlacedToken> unshown = new();
    private int decoded;
    private int shown;

    /// <summary>Tokens so far, those that end it among them.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a token or text has come that ends it.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What the token adds.</summary>
    public AnswerPiece Add(ChosenToken token)
    {
        Count++;
        if (endIds.Contains(token.Id) || options.StopIds.Contains(token.Id))
        {
            IsComplete = true;
            return Finish();
        }

        string text = stream.Append(token.Id);
        unshown.Enqueue(new PlacedToken(new AnswerToken(token.Id, token.Ranking), decoded, decoded + text.Length));
        decoded += text.Length;
        string ready = stops.Append(text);
        IsComplete = stops.IsMet;
        return Show(ready);
    }

    /// <summary>What was held back, when no token follows.</summary>
    public AnswerPiece Finish()
    {
        string ready = stops.Append(stream.Finish());
        return stops.IsMet ? Show(ready) : Show(ready + stops.Finish());
    }

    private AnswerPiece Show(string text)
    {
        shown += text.Length;
        List<AnswerToken> tokens = [];
        // Of a token that a stop text cuts, a part is shown; those behind it were never said.
        while (unshown.TryPeek(out PlacedToken next) && (next.End <= shown || (stops.IsMet && next.Start < shown)))
        {
            tokens.Add(unshown.Dequeue().Token);
        }

        return new AnswerPiece(text, tokens);
    }

    /// <param name="Start">Where its text begins in the answer's.</param>
    private readonly record struct PlacedToken(AnswerToken Token, int Start, int End);
}
