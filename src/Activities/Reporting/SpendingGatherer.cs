using Tapir.Functions;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Ledger;

namespace Tapir.Activities.Reporting;

/// <summary>What a run spent: money from the ledger, time from the call log.</summary>
internal sealed class SpendingGatherer(ActivityRooms rooms)
{
    public async Task<SpendingReport> GatherAsync(string run, RunSpec spec)
    {
        IReadOnlyList<CallTotals> totals = rooms.Ledger.TotalsOf(run);
        IReadOnlyList<FunctionTally> tallies = await rooms.Results.TallyOfRunAsync(run);
        bool priced = spec.Prices.Count > 0;
        SpendingLine Line(string name, IEnumerable<CallTotals> part)
        {
            CallTotals[] all = [.. part];
            return new SpendingLine(
                name,
                all.Sum(total => total.Calls),
                all.Sum(total => total.InputTokens),
                all.Sum(total => total.OutputTokens),
                priced ? all.Sum(total => total.Cost) : null,
                all.Sum(total => total.Hits));
        }

        SpendingLine sum = Line("all", totals);
        return new SpendingReport
        {
            Calls = sum.Calls,
            TokensIn = sum.TokensIn,
            TokensOut = sum.TokensOut,
            Cost = sum.Cost,
            LedgerHits = sum.LedgerHits,
            Budget = new BudgetReport(spec.Budget.Calls, spec.Budget.Tokens, (decimal?)spec.Budget.Money),
            ByFunction = [.. totals.GroupBy(total => total.Function).Select(part => Line(part.Key, part))],
            ByModel = [.. totals.GroupBy(total => total.Model).Select(part => Line(part.Key, part))],
            Functions = [.. tallies.GroupBy(tally => tally.Function).Select(TimeOf)],
        };
    }

    private static FunctionTime TimeOf(IGrouping<string, FunctionTally> function)
    {
        long Count(params CallOutcome[] outcomes) => function.Where(tally => tally.Outcome is { } outcome && outcomes.Contains(outcome)).Sum(tally => tally.Count);
        return new FunctionTime(
            function.Key,
            Count(CallOutcome.Computed),
            Count(CallOutcome.Cached, CallOutcome.Joined),
            Count(CallOutcome.Failed),
            function.Where(tally => tally.Outcome == CallOutcome.Computed).Sum(tally => tally.Duration.TotalSeconds));
    }
}
