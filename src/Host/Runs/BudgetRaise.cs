using Tapir.Host.Engine;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Runs;

/// <summary>Adds to what a run may spend, and lets it go on where it waits for that.</summary>
internal sealed class BudgetRaise(TapirEngine engine)
{
    /// <returns>The run with its new budget.</returns>
    public async Task<RunRecord> AddAsync(RunRecord run, BudgetAmount amount, CancellationToken cancellation)
    {
        BudgetSpec raised = amount.AddTo(run.Spec.Budget);
        run = run with { Spec = run.Spec with { Budget = raised } };
        engine.Runs.Save(run);
        await engine.Ledger.SetBudgetAsync(run.Id, raised.ToLimits());
        await engine.ContinueAsync(run.Id, cancellation);
        return run;
    }
}
