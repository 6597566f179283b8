namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Something that is looked for in a text.</summary>
internal interface ITextPattern
{
    /// <summary>The places of the matches, in order, none empty, none overlapping.</summary>
    List<(int Start, int End)> Matches(ReadOnlySpan<char> text);
}
