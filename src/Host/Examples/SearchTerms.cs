using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.Host.Examples;

/// <summary>A search in the words of the full-text index.</summary>
/// <param name="Match">The index is asked for this; null where it can tell nothing of what is searched for.</param>
/// <param name="Compared">Pieces so short, and in so many texts, that the texts themselves are looked at.</param>
internal sealed record SearchTerms(string? Match, IReadOnlyList<string> Compared)
{
    // The index knows runs of three characters. A shorter piece is looked for as all of them that begin with it, unless there are more than this.
    private const int Indexed = 3;
    private const int MostBeginnings = 150;

    public static SearchTerms Of(SearchText search, SqliteConnection connection)
    {
        List<string> match = [];
        List<string> compared = [];
        foreach (string piece in search.Pieces)
        {
            if (piece.EnumerateRunes().Count() >= Indexed)
            {
                match.Add(Quoted(piece));
                continue;
            }

            string[] beginnings = [.. BeginningWith(piece, connection)];
            if (beginnings.Length > MostBeginnings)
            {
                compared.Add(piece);
            }
            else
            {
                // A piece that nothing begins with is nowhere; a trigram that is nowhere says so.
                match.Add(beginnings.Length == 0 ? Quoted("\u0001\u0001\u0001") : $"({string.Join(" OR ", beginnings.Select(Quoted))})");
            }
        }

        return new SearchTerms(match.Count == 0 ? null : string.Join(" AND ", match), compared);
    }

    private static IEnumerable<string> BeginningWith(string piece, SqliteConnection connection)
    {
        string folded = piece.ToLowerInvariant();
        return connection.Query<string>(
            "SELECT term FROM terms WHERE term >= @folded AND term < @end LIMIT @most", new { folded, end = folded + new Rune(0x10ffff), most = MostBeginnings + 1 });
    }

    private static string Quoted(string piece) => $"\"{piece.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
