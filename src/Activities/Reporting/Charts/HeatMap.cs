using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>Share of exact answers, families down and levels across.</summary>
internal static class HeatMap
{
    private const double Gutter = 100;
    private const double Cell = 27;
    private const double RowHeight = 20;
    private const double Head = 18;

    public static Markup Draw(IReadOnlyList<LevelReport> cells, IReadOnlyList<string> families, IReadOnlyList<int> levels, int round)
    {
        var byPlace = cells.GroupBy(cell => (cell.Family, cell.Level))
            .ToDictionary(group => group.Key, group => (Correct: group.Sum(cell => cell.Correct), Total: group.Sum(cell => cell.Total)));
        Markup heads = Markup.Join(levels.Select((level, column) =>
            Svg.Text("tick middle", Gutter + ((column + 0.5) * Cell), Head - 6, $"L{level}")));
        Markup rows = Markup.Join(families.Select((family, row) => Markup.Of(
            $"{Svg.Name(Gutter - 6, Head + (row * RowHeight) + 13, family)}{levels.Select((level, column) =>
                byPlace.TryGetValue((family, level), out (int Correct, int Total) place) && place.Total > 0
                    ? Known(column, row, place, $"{family}, level {level}")
                    : Svg.Rect("heat none", X(column), Y(row), Cell - 2, RowHeight - 2, $"{family}, level {level}: not asked"))}")));
        return Svg.Chart(Gutter + (levels.Count * Cell), Head + (families.Count * RowHeight), Alternative(cells, round), Markup.Of($"{heads}{rows}"));
    }

    private static Markup Known(int column, int row, (int Correct, int Total) place, string where)
    {
        double share = (double)place.Correct / place.Total;
        string ink = share > 0.55 ? "cell strong" : "cell";
        return Markup.Of(
            $"<rect class=\"heat\" style=\"fill-opacity:{0.06 + (0.94 * share)}\" x=\"{X(column)}\" y=\"{Y(row)}\" width=\"{Cell - 2}\" height=\"{RowHeight - 2}\" rx=\"3\"><title>{where}: {place.Correct} of {place.Total}</title></rect>{Svg.Text(ink, X(column) + (Cell / 2) - 1, Y(row) + 12.5, Numbers.Fixed(share * 100, 0))}");
    }

    private static double X(int column) => Gutter + (column * Cell);

    private static double Y(int row) => Head + (row * RowHeight);

    private static string Alternative(IReadOnlyList<LevelReport> cells, int round)
    {
        IEnumerable<string> levels = cells.Where(cell => cell.Total > 0).GroupBy(cell => cell.Level).OrderBy(group => group.Key)
            .Select(group => $"level {group.Key} {Numbers.Percent((double)group.Sum(cell => cell.Correct) / group.Sum(cell => cell.Total))}");
        return $"Exact answers of S{round} by family and level. Over all families: {string.Join(", ", levels)}.";
    }
}
