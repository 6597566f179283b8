using System.Text.Json;
using Tapir.Curriculum.Evaluation;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Reporting;

/// <summary>Looks among the other runs of the state folder for the same spec under another planner, paired by random seed: whether the curriculum
/// beats random data of the same budget is measured, not believed.</summary>
internal sealed class ComparisonFinder(Func<string, string> runFolder)
{
    private const string Baseline = "random";

    public async Task<PlannerComparison> FindAsync(RunReport report, RunSpec spec, CancellationToken cancellation)
    {
        string mine = report.Origin.Planner;
        string budget = BudgetKey(report);
        List<RunReport> others = [.. await OthersAsync(report.Run, cancellation)];
        List<RunReport> same = [.. others.Where(other => other.Name == spec.Name && other.Status == "completed" && BudgetKey(other) == budget && other.Origin.ComparisonDigest == report.Origin.ComparisonDigest), report];
        string against = mine == Baseline ? same.FirstOrDefault(other => other.Origin.Planner != Baseline)?.Origin.Planner ?? "tapir" : Baseline;
        SeedPair[] pairs = [.. same
            .Where(other => other.Origin.Planner == mine && other.Headline is not null)
            .Join(
                same.Where(other => other.Origin.Planner == against && other.Headline is not null),
                one => one.Origin.RandomSeed,
                other => other.Origin.RandomSeed,
                (one, other) => new SeedPair(one.Origin.RandomSeed, one.Headline!.Last.Macro, other.Headline!.Last.Macro))
            .DistinctBy(pair => pair.RandomSeed)
            .OrderBy(pair => pair.RandomSeed)];
        if (pairs.Length == 0)
        {
            return NotCompared.For(mine);
        }

        if (pairs.Length == 1)
        {
            return new NotCompared($"one pair only (seed {pairs[0].RandomSeed}: {pairs[0].Accuracy:P1} with {mine}, {pairs[0].AgainstAccuracy:P1} with {against}); an interval needs at least two seeds");
        }

        PairedDifference difference = PairedDifference.Of([.. pairs.Select(pair => pair.Accuracy)], [.. pairs.Select(pair => pair.AgainstAccuracy)]);
        return new Compared(mine, against, report.Rounds.Sum(round => round.TrainedTokens), difference.Mean.Value, difference.Mean.Low, difference.Mean.High, pairs);
    }

    // Runs are compared at the same number of rounds and training tokens in each. How many pairs there are to tune on is what a planner makes of it; the spec, and with it the limit, is one.
    private static string BudgetKey(RunReport report) => string.Join(',', report.Rounds.Select(round => round.TrainedTokens));

    private async Task<IReadOnlyList<RunReport>> OthersAsync(string run, CancellationToken cancellation)
    {
        string runs = Path.GetDirectoryName(runFolder(run))!;
        List<RunReport> others = [];
        foreach (string folder in Directory.EnumerateDirectories(runs).Order(StringComparer.Ordinal).Where(folder => Path.GetFileName(folder) != run))
        {
            string path = Path.Combine(folder, "report.json");
            if (File.Exists(path) && Read(await File.ReadAllTextAsync(path, cancellation)) is { } other)
            {
                others.Add(other);
            }
        }

        return others;
    }

    private static RunReport? Read(string json)
    {
        try
        {
            return ReportJson.Parse(json);
        }
        catch (JsonException)
        {
            // A report of another Tapir, or half a file from a full disk: it takes no part in the comparison.
            return null;
        }
    }
}
