using Tapir.Functions;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;

namespace Tapir.Activities.Reporting;

/// <summary>What a run spent: money from the ledger, time from the call log.</summary>
internal sealed class SpendingGatherer(ActivityRooms rooms)
{
    public async Task<SpendingReport> GatherAsync(string run, RunSpec spec)
    {
        IReadOnlyList<CallTotals> totals = rooms.Ledger.TotalsOf(run);
        IEnumerable<LoggedCall> calls = (await rooms.Results.CallsOfRunAsync(run)).Where(call => call.Call.Function != ReportFunctions.Write.Name);
        BudgetLimits budget = rooms.Ledger.BudgetOf(run);
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
            Budget = new BudgetReport(budget.Calls, budget.Tokens, budget.Money),
            ByFunction = [.. totals.GroupBy(total => total.Function).Select(part => Line(part.Key, part))],
            ByModel = [.. totals.GroupBy(total => total.Model).Select(part => Line(part.Key, part))],
            Functions = [.. calls.GroupBy(call => $"{call.Call.Function}@{call.Call.Version}").Select(TimeOf)],
        };
    }

    private static FunctionTime TimeOf(IGrouping<string, LoggedCall> function)
    {
        CallEnd[] ended = [.. function.Select(call => call.End).OfType<CallEnd>()];
        long Count(params CallOutcome[] outcomes) => ended.Count(end => outcomes.Contains(end.Outcome));
        return new FunctionTime(
            function.Key,
            Count(CallOutcome.Computed),
            Count(CallOutcome.Cached, CallOutcome.Joined),
            Count(CallOutcome.Failed),
            ended.Where(end => end.Outcome == CallOutcome.Computed).Sum(end => end.Duration.TotalSeconds));
    }
}
