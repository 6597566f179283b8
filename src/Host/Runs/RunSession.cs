using Spectre.Console;
using Tapir.Host.Commands;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.Results;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Runs;

/// <summary>Works on one run in this process until it is over, waits for a person, or is interrupted, and shows it meanwhile.</summary>
internal sealed class RunSession(TapirEngine engine, RunRecord run, bool asJson)
{
    private readonly TextWriter output = asJson ? Console.Error : Console.Out;
    private readonly CallTree tree = new(TimeProvider.System);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await engine.Ledger.SetBudgetAsync(run.Id, run.Spec.Budget.ToLimits());
        RunDocument before = await engine.Monitor.ReadAsync(run, cancellation);
        if (before.Status == "done")
        {
            await output.WriteLineAsync($"{run.Id} is finished; here is its result. Add --new to start another.");
            return Finish(before);
        }

        await StartOrGoOnAsync(before, cancellation);
        await engine.StartWorkerAsync(tree, functions: null, cancellation);
        await AnnounceAsync(before);
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

    private async Task StartOrGoOnAsync(RunDocument before, CancellationToken cancellation)
    {
        OrchestrationMetadata? instance = await engine.Client.GetInstanceAsync(run.Id, cancellation);
        if (instance is not null && before.Status is "failed" or "cancelled")
        {
            // Everything that succeeded is in the result index and the ledger, so starting over costs only what failed.
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
        if (before.Status == "suspended")
        {
            await engine.Client.ResumeInstanceAsync(run.Id, "run again", cancellation);
        }

        if (before.Status == "paused")
        {
            await engine.ContinueAsync(run.Id, cancellation);
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

        return document.Status switch
        {
            "done" => ExitCodes.Done,
            "paused" or "suspended" => ExitCodes.Paused,
            "running" or "interrupted" => ExitCodes.Interrupted,
            _ => ExitCodes.Failed,
        };
    }
}
