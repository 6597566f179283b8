using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>What was made from what: a row for each kind of artifact, a column for each round, a curve for each input.</summary>
internal static class LineageDiagram
{
    private const double Gutter = 118;
    private const double ColumnWidth = 150;
    private const double RowHeight = 52;
    private const double Head = 26;
    private const double BoxWidth = 104;
    private const double BoxHeight = 26;

    public static Markup Draw(IReadOnlyList<LineageEntry> entries)
    {
        string[] kinds = Kinds(entries);
        int?[] rounds = [.. entries.Select(entry => entry.Round).Distinct().OrderBy(round => round ?? -1)];
        (string What, int? Round)[] places = [.. entries.Select(entry => (entry.What, entry.Round)).Distinct()];
        Dictionary<string, (string What, int? Round)> home = [];
        foreach (LineageEntry entry in entries)
        {
            home.TryAdd(Hex(entry.Digest), (entry.What, entry.Round));
        }

        (double X, double Y) Centre((string What, int? Round) place) => (
            Gutter + ((Array.IndexOf(rounds, place.Round) + 0.5) * ColumnWidth),
            Head + ((Array.IndexOf(kinds, place.What) + 0.5) * RowHeight));

        var edges = entries.SelectMany(entry => entry.Inputs.Where(input => home.ContainsKey(Hex(input))).Select(input => (From: home[Hex(input)], To: (entry.What, entry.Round))))
            .Where(edge => edge.From != edge.To).Distinct();
        return Svg.Chart(
            Gutter + (rounds.Length * ColumnWidth),
            Head + (kinds.Length * RowHeight),
            $"Lineage: {string.Join(", ", kinds)} over {rounds.Length} columns. The table below has every artifact and its inputs.",
            Markup.Of(
                $"{rounds.Select((round, column) => Svg.Text("tick middle", Gutter + ((column + 0.5) * ColumnWidth), 14, round is { } r ? $"round {r}" : "before"))}{kinds.Select((kind, row) => Markup.Of(
                    $"{Svg.Line("grid", Gutter, Head + ((row + 0.5) * RowHeight), Gutter + (rounds.Length * ColumnWidth), Head + ((row + 0.5) * RowHeight))}{Svg.Name(Gutter - 8, Head + ((row + 0.5) * RowHeight) + 4, kind)}"))}{edges.Select(edge => Edge(Centre(edge.From), Centre(edge.To)))}{places.Select(place => Box(Centre(place), [.. entries.Where(entry => (entry.What, entry.Round) == place)]))}"));
    }

    /// <summary>What comes before the rounds on top, then the order in which the last round, the most complete one, made its artifacts.</summary>
    private static string[] Kinds(IReadOnlyList<LineageEntry> entries)
    {
        int? last = entries.Max(entry => entry.Round);
        return
        [
            .. entries.Where(entry => entry.Round is null)
                .Concat(entries.Where(entry => entry.Round == last))
                .Concat(entries)
                .Select(entry => entry.What).Distinct(),
        ];
    }

    private static Markup Edge((double X, double Y) from, (double X, double Y) to)
    {
        const double HalfWidth = BoxWidth / 2;
        const double HalfHeight = BoxHeight / 2;
        if (Math.Abs(from.X - to.X) > 1)
        {
            double bend = (to.X - from.X - BoxWidth) / 2;
            return Curve((from.X + HalfWidth, from.Y), (from.X + HalfWidth + bend, from.Y), (to.X - HalfWidth - bend, to.Y), (to.X - HalfWidth, to.Y));
        }

        if (Math.Abs(from.Y - to.Y) < RowHeight * 1.5)
        {
            double side = to.Y > from.Y ? HalfHeight : -HalfHeight;
            return Curve((from.X, from.Y + side), (from.X, from.Y + side), (to.X, to.Y - side), (to.X, to.Y - side));
        }

        // Past the boxes between them, on the right.
        double right = from.X + HalfWidth;
        return Curve((right, from.Y), (right + 30, from.Y), (right + 30, to.Y), (right, to.Y));
    }

    private static Markup Curve((double X, double Y) from, (double X, double Y) first, (double X, double Y) second, (double X, double Y) to) =>
        Markup.Of($"<path class=\"edge\" d=\"M{from.X} {from.Y}C{first.X} {first.Y} {second.X} {second.Y} {to.X} {to.Y}\"/>");

    private static Markup Box((double X, double Y) centre, IReadOnlyList<LineageEntry> entries) => Markup.Of(
        $"{Svg.Rect("box", centre.X - (BoxWidth / 2), centre.Y - (BoxHeight / 2), BoxWidth, BoxHeight, $"{entries[0].What}, made by {entries[0].MadeBy}", 5)}{Svg.Text("boxtext", centre.X, centre.Y + 4, entries.Count == 1 ? Numbers.ShortDigest(entries[0].Digest) : $"{entries.Count} artifacts")}");

    private static string Hex(string digest) => digest[(digest.LastIndexOf(':') + 1)..];
}
