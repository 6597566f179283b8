using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.State;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Runs;

/// <summary>Puts a recorded run into the hub, or lets one that is there already go on. Needs a worker somewhere, sooner or later.</summary>
internal sealed class RunLaunch(TapirEngine engine)
{
    // A step that is under way when its run is cancelled may take a while to give up.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(60);

    /// <param name="before">Where the run stood when it was looked at.</param>
    /// <param name="isRaised">Whether its budget was changed since it was last worked on.</param>
    /// <exception cref="StateException">What is left of an earlier try does not end.</exception>
    public async Task StartOrGoOnAsync(RunRecord run, RunDocument before, bool isRaised, CancellationToken cancellation)
    {
        OrchestrationMetadata? instance = await engine.Client.GetInstanceAsync(run.Id, cancellation);
        if (instance is not null && before.Status is "failed" or "cancelled")
        {
            // Everything that succeeded is in the result index and the ledger, so starting over costs only what failed.
            await EndFamilyAsync(run.Id, cancellation);
            await new RunFamily(engine.Client, run.Id).PurgeAsync(cancellation);
            instance = null;
        }

        if (instance is null)
        {
            await StartAsync(run, cancellation);
            return;
        }

        await new RunFamily(engine.Client, run.Id).ResumeAsync("run again", cancellation);
        if (isRaised || before.PauseId is not null)
        {
            await engine.ContinueAsync(run.Id, cancellation);
        }
    }

    /// <summary>Schedules a run that the hub does not know yet, with the budget that its record names.</summary>
    public async Task StartAsync(RunRecord run, CancellationToken cancellation)
    {
        await new BudgetRaise(engine).TellLedgerAsync(run, cancellation);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(Distillation),
            new DistillationInput(run.Spec, run.SeedFile) { IsWatched = engine.Webhooks.Count > 0 },
            new StartOrchestrationOptions(run.Id),
            cancellation);
    }

    // A kill right after `tapir cancel` can leave a round that is still to end; only what has ended can be purged.
    private async Task EndFamilyAsync(string run, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(EndTime);
        try
        {
            await new RunFamily(engine.Client, run).EndAsync("run again", patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StateException($"A round of {run} from before has not ended within {EndTime.TotalSeconds:0} s; try again in a while, or add --new for another run.");
        }
    }
}
