using System.Text;
using System.Text.RegularExpressions;

namespace Tapir.Host.Examples;

/// <summary>What is searched for: pieces of text that are all to be found.</summary>
/// <param name="Pieces">In the order in which they were written.</param>
public sealed partial record SearchText(IReadOnlyList<string> Pieces)
{
    // What nobody types: more of it would only make one question expensive.
    private const int MostPieces = 8;
    private const int LongestPiece = 100;

    /// <summary>Words apart, or in a row between quotation marks. Control characters are left out.</summary>
    public static SearchText Read(string? text)
    {
        string plain = string.Concat((text ?? "").EnumerateRunes().Where(rune => !Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)));
        return new SearchText([.. Piece().Matches(plain)
            .Select(match => (match.Groups["row"].Success ? match.Groups["row"] : match.Groups["word"]).Value.Trim())
            .Where(piece => piece.Length > 0)
            .Select(piece => string.Concat(piece.EnumerateRunes().Take(LongestPiece)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostPieces)]);
    }

    [GeneratedRegex("""["“„](?<row>[^"“”„]+)["”“]|(?<word>[^\s"“”„]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex Piece();
}
