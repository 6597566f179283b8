using Spectre.Console;
using Tapir.Host.Commands;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.Results;
using Tapir.Host.State;
using Tapir.Orchestrations.Distilling;
using Tapir.Teachers.Budgets;

namespace Tapir.Host.Runs;

/// <summary>Works on one run in this process until it is over, waits for a person, or is interrupted, and shows it meanwhile.</summary>
internal sealed class RunSession(TapirEngine engine, RunRecord run, bool asJson)
{
    // A step that is under way when its run is cancelled may take a while to give up.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(60);

    private readonly TextWriter output = asJson ? Console.Error : Console.Out;
    private readonly CallTree tree = new(TimeProvider.System, run.Id);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        BudgetLimits limits = run.Spec.Budget.ToLimits();
        bool isRaised = engine.Ledger.BudgetOf(run.Id) != limits;
        await engine.Ledger.SetBudgetAsync(run.Id, limits);
        RunDocument before = await engine.Monitor.ReadAsync(run, cancellation);
        if (before.Status == "done")
        {
            await output.WriteLineAsync($"{run.Id} is finished; here is its result. Add --new to start another.");
            return Finish(before);
        }

        await AnnounceAsync(before);
        if (await OtherRuns.SuspendAsync(engine.Client, run.Id, cancellation) is { Count: > 0 } others)
        {
            await output.WriteLineAsync($"Suspended meanwhile: {string.Join(", ", others)}; `tapir run` with its spec, or `tapir resume`, lets each go on.");
        }

        await engine.StartWorkerAsync(tree, functions: null, cancellation);
        await StartOrGoOnAsync(before, isRaised, cancellation);
        RunWatch watch = new(engine.Monitor, run, tree, TimeProvider.System, answeredPause: before.PauseId);
        await RunViews.For(output, asJson).ShowAsync(watch.SnapshotsAsync(cancellation));
        RunDocument after = await engine.Monitor.ReadAsync(run, CancellationToken.None);
        if (cancellation.IsCancellationRequested && after.Status == "running")
        {
            await Console.Error.WriteLineAsync($"Interrupted. Nothing is lost: the same command goes on with {run.Id}.");
            after = after with { Status = "interrupted" };
        }

        return Finish(after);
    }

    private async Task StartOrGoOnAsync(RunDocument before, bool isRaised, CancellationToken cancellation)
    {
        OrchestrationMetadata? instance = await engine.Client.GetInstanceAsync(run.Id, cancellation);
        if (instance is not null && before.Status is "failed" or "cancelled")
        {
            // Everything that succeeded is in the result index and the ledger, so starting over costs only what failed.
            await EndFamilyAsync(cancellation);
            await engine.Client.PurgeInstanceAsync(run.Id, new PurgeInstanceOptions(Recursive: true), cancellation);
            instance = null;
        }

        if (instance is null)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                nameof(Distillation), new DistillationInput(run.Spec, run.SeedFile), new StartOrchestrationOptions(run.Id), cancellation);
            return;
        }

        await engine.RetryParkedAsync(run.Id);
        await new RunFamily(engine.Client, run.Id).ResumeAsync("run again", cancellation);
        if (isRaised || before.PauseId is not null)
        {
            await engine.ContinueAsync(run.Id, cancellation);
        }
    }

    // A kill right after `tapir cancel` can leave a round that is still to end; only what has ended can be purged.
    private async Task EndFamilyAsync(CancellationToken cancellation)
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

    private async Task AnnounceAsync(RunDocument before)
    {
        if (before.Phase is null)
        {
            await output.WriteLineAsync($"{run.Id} starts: about {Wording.Count(CallEstimate.Of(run.Spec))} calls of chat models. State is in {engine.State.Root}.");
        }
        else
        {
            await output.WriteLineAsync($"{run.Id} goes on ({before.Phase}).");
        }
    }

    private int Finish(RunDocument document)
    {
        if (asJson)
        {
            Console.Out.WriteLine(ResultJson.Of(document));
        }
        else
        {
            ResultText.Write(document, AnsiConsole.Console);
        }

        return ExitCodes.Of(document.Status);
    }
}
