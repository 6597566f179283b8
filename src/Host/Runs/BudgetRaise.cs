using Tapir.Host.Engine;
using Tapir.Host.State;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Runs;

/// <summary>Adds to what a run may spend, and lets it go on where it waits for that.</summary>
internal sealed class BudgetRaise(TapirEngine engine)
{
    // Enough for every request that may still be made again.
    private const int MostRemembered = 100;

    /// <param name="requestKey">The same key adds once, however often the request is made; null for one that always adds.</param>
    /// <returns>The run with its new budget.</returns>
    /// <exception cref="StateException">The budget has no limit of this unit.</exception>
    public async Task<RunRecord> AddAsync(RunRecord run, BudgetAmount amount, string? requestKey, CancellationToken cancellation)
    {
        RunRecord raised;
        using (await FileGate.EnterAsync(engine.State.RunsGate, cancellation))
        {
            // As it is now: another may have added meanwhile.
            raised = engine.Runs.Get(run.Id);
            if (requestKey is null || !raised.RaisedBy.Contains(requestKey))
            {
                raised = raised with
                {
                    Spec = raised.Spec with { Budget = amount.AddTo(raised.Spec.Budget) },
                    RaisedBy = requestKey is null ? raised.RaisedBy : [.. raised.RaisedBy.Append(requestKey).TakeLast(MostRemembered)],
                };
                Instants.Reach("budget.before-record");
                engine.Runs.Save(raised);
                Instants.Reach("budget.after-record");
            }

            // Also for a request that is made again: the first may have been cut off here.
            await engine.Ledger.SetBudgetAsync(raised.Id, raised.Spec.Budget.ToLimits());
        }

        // Whoever asked may be gone by now; what is recorded holds all the same.
        await engine.ContinueAsync(raised.Id, CancellationToken.None);
        return raised;
    }

    /// <summary>Lets the ledger know what a run may spend, and the run go on where that is another amount: a raise may have been cut off between the two.</summary>
    public async Task SettleAsync(RunRecord run, CancellationToken cancellation)
    {
        if (await TellLedgerAsync(run, cancellation))
        {
            await engine.ContinueAsync(run.Id, cancellation);
        }
    }

    /// <summary>Lets the ledger know what the record of a run says now that it may spend.</summary>
    /// <returns>Whether it knew another amount.</returns>
    public async Task<bool> TellLedgerAsync(RunRecord run, CancellationToken cancellation)
    {
        // Within the gate, or a raise that comes between reading and telling would be taken back.
        using (await FileGate.EnterAsync(engine.State.RunsGate, cancellation))
        {
            BudgetLimits limits = (engine.Runs.TryGet(run.Id) ?? run).Spec.Budget.ToLimits();
            if (engine.Ledger.BudgetOf(run.Id) == limits)
            {
                return false;
            }

            await engine.Ledger.SetBudgetAsync(run.Id, limits);
            return true;
        }
    }
}
