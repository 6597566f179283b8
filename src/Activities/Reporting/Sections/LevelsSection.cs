using Tapir.Activities.Reporting.Charts;
using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Sections;

/// <summary>Families of tasks by level of difficulty: what was shown, failed, learnt and answered exactly.</summary>
internal static class LevelsSection
{
    private const int MostMaps = 6;

    public static Section Of(RunReport report)
    {
        RoundReport[] rounds = [.. report.Rounds.Where(round => round.Levels.Count > 0)];
        return new Section(
            "levels",
            "Levels",
            "Where the student is at home and where it is lost: exact answers by family of tasks and level of difficulty, per cent.",
            rounds.Length == 0 ? Parts.Nothing("The tasks of this run have no families and levels.") : Measured(rounds));
    }

    private static Markup Measured(RoundReport[] rounds)
    {
        RoundReport[] asked = [.. rounds.Where(round => round.Levels.Any(level => level.Total > 0))];
        RoundReport[] mapped = asked.Length <= MostMaps ? asked : [asked[0], asked[^1]];
        string[] families = [.. rounds.SelectMany(round => round.Levels).Select(level => level.Family).Distinct().Order(StringComparer.Ordinal)];
        int[] levels = [.. rounds.SelectMany(round => round.Levels).Select(level => level.Level).Distinct().Order()];
        IEnumerable<Markup> maps = mapped.Select(round => Parts.Panel(
            Numbers.Student(round.Round),
            HeatMap.Draw(round.Levels, families, levels, round.Round)));
        return Markup.Of($"{Parts.Panels("maps", maps)}{ByLevel(rounds, levels)}{rounds.Select(Detail)}");
    }

    private static Markup ByLevel(RoundReport[] rounds, int[] levels)
    {
        RoundReport[] trained = [.. rounds.Where(round => round.Levels.Any(level => level.Shown + level.Failed > 0))];
        return trained.Length == 0 ? Markup.None : Table.Of(
            "Shown, failed and learnt, over all families",
            [Column.Words("Round"), .. levels.SelectMany(level => new[] { Column.Number($"L{level} shown"), Column.Number("failed"), Column.Number("learnt") })],
            trained.Select(round => (IReadOnlyList<Markup>)
            [
                Numbers.Student(round.Round),
                .. levels.SelectMany(level => new[]
                {
                    Sum(round, level, cell => cell.Shown), Sum(round, level, cell => cell.Failed), Sum(round, level, cell => cell.Learnt),
                }),
            ]));
    }

    private static Markup Sum(RoundReport round, int level, Func<LevelReport, int> count) =>
        Parts.Count(round.Levels.Where(cell => cell.Level == level).Sum(count));

    private static Markup Detail(RoundReport round) => Parts.More(
        Markup.Of($"{Numbers.Student(round.Round)}, every family and level"),
        Table.Of(
            $"Families and levels of S{round.Round}",
            [
                Column.Words("Family"), Column.Words("Task label"), Column.Number("Level"), Column.Number("Shown"), Column.Number("Failed"), Column.Number("Learnt"),
                Column.Number("Exact"), Column.Number("of"),
            ],
            round.Levels.Select(cell => (IReadOnlyList<Markup>)
            [
                Parts.Text(cell.Family), Parts.Text(cell.Task), Parts.Count(cell.Level), Parts.Count(cell.Shown), Parts.Count(cell.Failed), Parts.Count(cell.Learnt),
                Parts.Count(cell.Correct), Parts.Count(cell.Total),
            ])));
}
