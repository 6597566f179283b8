using Spectre.Console;
using Tapir.Host.Commands;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.Notifying;
using Tapir.Host.Results;

namespace Tapir.Host.Runs;

/// <summary>Works on one run in this process until it is over, waits for a person, or is interrupted, and shows it meanwhile.</summary>
internal sealed class RunSession(TapirEngine engine, RunRecord run, bool asJson)
{
    private readonly TextWriter output = asJson ? Console.Error : Console.Out;
    private readonly CallTree tree = new(TimeProvider.System, run.Id);
    private readonly OpenNotices notices = new(engine.Client, run.Id, TimeProvider.System);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        bool isRaised = await new BudgetRaise(engine).TellLedgerAsync(run, cancellation);
        RunDocument before = await engine.Monitor.ReadAsync(run, cancellation);
        if (before.Status == "done")
        {
            await output.WriteLineAsync($"{run.Id} is finished; here is its result. Add --new to start another.");
            if (await notices.CountAsync(cancellation) > 0)
            {
                await BeginWorkAsync(cancellation);
                await DeliverAsync(cancellation);
            }

            return Finish(before);
        }

        await AnnounceAsync(before, cancellation);
        await BeginWorkAsync(cancellation);
        await new RunLaunch(engine).StartOrGoOnAsync(run, before, isRaised, cancellation);
        RunWatch watch = new(engine.Monitor, run, tree, TimeProvider.System, answeredPause: before.PauseId);
        await RunViews.For(output, asJson).ShowAsync(watch.SnapshotsAsync(cancellation));
        RunDocument after = await engine.Monitor.ReadAsync(run, CancellationToken.None);
        if (cancellation.IsCancellationRequested && after.Status is "running" or "queued")
        {
            await Console.Error.WriteLineAsync($"Interrupted. Nothing is lost: the same command goes on with {run.Id}.");
            after = after with { Status = "interrupted" };
        }
        else if (after.Status == "suspended")
        {
            after = after with { Message = $"Paused by command; what was under way is finished. `tapir resume {run.Id}`, or the same command, goes on." };
        }

        if (cancellation.IsCancellationRequested && after.Status == "waiting")
        {
            await Console.Error.WriteLineAsync($"Interrupted while it waits. The time limit runs on; an answer by `tapir review {run.Id}` is kept, and the same command goes on with {run.Id}.");
        }

        await DeliverAsync(cancellation);
        return Finish(after);
    }

    private async Task BeginWorkAsync(CancellationToken cancellation)
    {
        foreach (string missing in MissingSecrets.Of(engine.Webhooks, Environment.GetEnvironmentVariable))
        {
            await Console.Error.WriteLineAsync(missing);
        }

        if (await OtherRuns.SuspendAsync(engine.Client, run.Id, cancellation) is { Count: > 0 } others)
        {
            await output.WriteLineAsync($"Suspended meanwhile: {string.Join(", ", others)}; `tapir run` with its spec, or `tapir resume`, lets each go on.");
        }

        await engine.Work.StartWorkerAsync(tree, functions: null, cancellation);
        if (await engine.Work.LetWorkersInAsync(tree, cancellation) is { } workers)
        {
            await output.WriteLineAsync($"Workers on other machines join at {workers}.");
        }
    }

    private async Task DeliverAsync(CancellationToken cancellation)
    {
        if (!cancellation.IsCancellationRequested && await notices.WaitAsync(cancellation) is > 0 and int left)
        {
            await Console.Error.WriteLineAsync($"{left} {(left == 1 ? "notice" : "notices")} of {run.Id} could not be delivered yet; whatever works on this state folder next tries again, for a day.");
        }
    }

    private async Task AnnounceAsync(RunDocument before, CancellationToken cancellation)
    {
        if (before.Phase is not null)
        {
            await output.WriteLineAsync($"{run.Id} goes on ({before.Phase}).");
            return;
        }

        if (before.Status is "failed" or "cancelled")
        {
            await output.WriteLineAsync($"{run.Id} starts over; what was done before is found again and not paid for twice. State is in {engine.State.Root}.");
            return;
        }

        await output.WriteLineAsync($"{run.Id} starts. State is in {engine.State.Root}.");
        EstimateText.Write(await RunEstimate.OfAsync(run.Spec, cancellation), output);
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
