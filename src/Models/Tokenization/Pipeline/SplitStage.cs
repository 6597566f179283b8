namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Cuts at the matches of a pattern, or, inverted, at what lies between them.</summary>
internal sealed class SplitStage(ITextPattern pattern, SplitBehavior behavior, bool isInverted, TextStage next) : TextStage
{
    public override void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        foreach (Piece piece in Join(Cover(pattern.Matches(text), text.Length)))
        {
            next.Take(text[piece.Start..piece.End], isFirst && piece.Start == 0, ids);
        }
    }

    private List<Piece> Cover(List<(int Start, int End)> matches, int length)
    {
        List<Piece> pieces = new((2 * matches.Count) + 1);
        int written = 0;
        foreach ((int start, int end) in matches)
        {
            if (start > written)
            {
                pieces.Add(new Piece(written, start, isInverted));
            }

            pieces.Add(new Piece(start, end, !isInverted));
            written = end;
        }

        if (written < length)
        {
            pieces.Add(new Piece(written, length, isInverted));
        }

        return pieces;
    }

    private List<Piece> Join(List<Piece> pieces)
    {
        if (behavior == SplitBehavior.Isolated)
        {
            return pieces;
        }

        List<Piece> joined = new(pieces.Count);
        for (int i = 0; i < pieces.Count; i++)
        {
            Piece piece = pieces[i];
            bool joinsPrevious = joined.Count > 0 && behavior switch
            {
                SplitBehavior.MergedWithPrevious => piece.IsMatch && !pieces[i - 1].IsMatch,
                // The match before this piece begins it, unless a match follows that match: then the one before stands alone.
                SplitBehavior.MergedWithNext => !piece.IsMatch && pieces[i - 1].IsMatch,
                SplitBehavior.Contiguous => piece.IsMatch == pieces[i - 1].IsMatch,
                _ => false,
            };
            if (joinsPrevious)
            {
                joined[^1] = joined[^1] with { End = piece.End };
            }
            else if (!piece.IsMatch || behavior != SplitBehavior.Removed)
            {
                joined.Add(piece);
            }
        }

        return joined;
    }

    private readonly record struct Piece(int Start, int End, bool IsMatch);
}
