namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>A word pattern that every text is made of without gaps, written out for speed.</summary>
internal interface IWordScanner
{
    /// <summary>The end of the word that begins at <paramref name="start"/>; it is after it.</summary>
    int End(ReadOnlySpan<char> text, int start);
}
