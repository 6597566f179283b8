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

    // A run that is to end before it begins has this long between being known to the hub and being ended there.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromMinutes(1);

    /// <param name="before">Where the run stood when it was looked at.</param>
    /// <param name="isRaised">Whether its budget was changed since it was last worked on.</param>
    /// <exception cref="StateException">What is left of an earlier try does not end.</exception>
    public async Task StartOrGoOnAsync(RunRecord run, RunDocument before, bool isRaised, CancellationToken cancellation)
    {
        if (await engine.Client.GetInstanceAsync(run.Id, cancellation) is null)
        {
            await StartAsync(run, cancellation);
            return;
        }

        if (before.Status is "failed" or "cancelled")
        {
            await EndLeftoversAsync(run, cancellation);
            await StartOverAsync(run, cancellation);
            return;
        }

        await new RunFamily(engine.Client, run.Id).ResumeAsync("run again", cancellation);
        if (isRaised || before.PauseId is not null)
        {
            await engine.ContinueAsync(run.Id, cancellation);
        }
    }

    /// <summary>Schedules a run that the hub does not know yet, with the budget that its record names.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">The hub knows it by now.</exception>
    public Task StartAsync(RunRecord run, CancellationToken cancellation) => ScheduleAsync(run, new StartOrchestrationOptions(run.Id), cancellation);

    /// <summary>Begins a failed or cancelled run anew, of which nothing is left that has not ended. Everything that succeeded is in the result index and the ledger, so it costs
    /// only what failed. The hub knows the run at every moment: cut off, it is over as before.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">It is not over any more.</exception>
    public async Task StartOverAsync(RunRecord run, CancellationToken cancellation)
    {
        await new RunFamily(engine.Client, run.Id).PurgeRoundsAsync(cancellation);
        Instants.Reach("restart.before-start");
        await ScheduleAsync(
            run,
            new StartOrchestrationOptions(run.Id).WithDedupeStatuses(
                OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended, OrchestrationRuntimeStatus.Completed),
            cancellation);
    }

    /// <summary>Ends a run that the hub does not know yet: known there as ended, it is not in line any more. No step of it begins. Cut off between its two steps, it begins
    /// a while later, as if its turn had come.</summary>
    public async Task EndBeforeStartAsync(RunRecord run, string reason, CancellationToken cancellation)
    {
        try
        {
            await ScheduleAsync(run, new StartOrchestrationOptions(run.Id, engine.Clock.GetUtcNow() + TimeToEnd), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Its turn has come since it was looked at: it ends like any other.
        }

        Instants.Reach("terminate.after-start");
        await new RunFamily(engine.Client, run.Id).TerminateAsync(reason, cancellation);
    }

    /// <summary>Ends what a run that is over may have left. A kill right after `tapir cancel` can leave a round that is still to end; only what has ended can be purged.</summary>
    /// <exception cref="StateException">It does not end; a worker is needed for it.</exception>
    public async Task EndLeftoversAsync(RunRecord run, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(EndTime);
        try
        {
            await new RunFamily(engine.Client, run.Id).EndAsync("run again", patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StateException($"A round of {run.Id} from before has not ended within {EndTime.TotalSeconds:0} s; try again in a while, or add --new for another run.");
        }
    }

    private async Task ScheduleAsync(RunRecord run, StartOrchestrationOptions options, CancellationToken cancellation)
    {
        await new BudgetRaise(engine).TellLedgerAsync(run, cancellation);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(Distillation), new DistillationInput(run.Spec, run.SeedFile) { IsWatched = engine.Webhooks.Count > 0, AlsoSeeds = run.AlsoSeeds, ModelFiles = run.ModelFiles }, options, cancellation);
    }
}
