using Tapir.Host.Live;
using Tapir.Host.Runs;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Results;

/// <summary>An estimate for people: one line, and whatever it must not be read without.</summary>
internal static class EstimateText
{
    public static void Write(RunEstimate estimate, TextWriter output)
    {
        Spending total = estimate.Whole.Total;
        output.WriteLine($"Estimate: about {Wording.Spent(total.Calls, total.Tokens, (double)total.Money)}{KindsOf(estimate.Whole)}.");
        foreach (string note in Notes(estimate))
        {
            output.WriteLine(note);
        }
    }

    /// <summary>What it must not be read without, a sentence each.</summary>
    public static IEnumerable<string> Notes(RunEstimate estimate)
    {
        if (estimate.Whole.UnpricedModels.Count > 0)
        {
            yield return $"No price is known for {string.Join(", ", estimate.Whole.UnpricedModels)}: the estimate leaves out what it costs. Name it under `prices`.";
        }

        if (estimate.MoreLabels > 0)
        {
            yield return $"Up to {Wording.Count(estimate.MoreLabels)} calls more to label the seed, where a classifier that learns from the first is not sure.";
        }

        if (estimate.Over is { } over)
        {
            string when = estimate.PausesInRound is > 0 ? $"about round {estimate.PausesInRound}" : "before round 1";
            yield return $"warning: that is above the budget ({over}): the run will pause {when}. Raise the budget, or let it pause: `tapir budget RUN add AMOUNT` lets it go on, and nothing is lost.";
        }
    }

    private static string KindsOf(BudgetEstimate estimate)
    {
        string[] kinds = [.. estimate.ByKind.Where(kind => kind.Spending.Calls > 0).Select(kind => $"{kind.Kind} {Wording.Count(kind.Spending.Calls)}")];
        return kinds.Length == 0 ? "" : $" ({string.Join(", ", kinds)})";
    }
}
