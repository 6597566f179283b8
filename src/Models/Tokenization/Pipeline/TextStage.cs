namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>A step between a text and its ids: cuts what it is given and hands the pieces on. The last is the vocabulary itself.</summary>
/// <remarks>Pieces are passed as spans, so that a word costs no allocation.</remarks>
internal abstract class TextStage
{
    /// <param name="isFirst">Whether the piece begins where the whole input does.</param>
    /// <param name="ids">Receives the ids of the piece.</param>
    public abstract void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids);
}
