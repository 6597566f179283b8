using Tapir.Host.Engine;
using Tapir.Host.Reviewing;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Serving;

/// <summary>What can be done to a run that this process serves: the same as by command.</summary>
internal sealed class RunControl(TapirEngine engine, RunQueue queue, RunBoard board)
{
    public Task SuspendAsync(RunRecord run, string reason, CancellationToken cancellation) => ChangeAsync(
        run, () => new RunFamily(engine.Client, run.Id).SuspendAsync(reason, cancellation), cancellation);

    public Task ResumeAsync(RunRecord run, string reason, CancellationToken cancellation) => ChangeAsync(
        run,
        async () =>
        {
            await new RunFamily(engine.Client, run.Id).ResumeAsync(reason, cancellation);
            await engine.ContinueAsync(run.Id, cancellation);
            queue.GoesOn(run.Id);
        },
        cancellation);

    /// <summary>Raises an event to the run and its rounds; one that comes while nobody waits for it is kept.</summary>
    public Task RaiseAsync(RunRecord run, string name, object? payload, CancellationToken cancellation) => ChangeAsync(
        run, () => new RunFamily(engine.Client, run.Id).RaiseAsync(name, payload, cancellation), cancellation);

    /// <summary>Ends a run now, also one that waits in line.</summary>
    public async Task TerminateAsync(RunRecord run, string reason, CancellationToken cancellation)
    {
        if (queue.Remove(run.Id))
        {
            // Known to the hub as ended, it is not in line again after the next start.
            await new RunLaunch(engine).StartAsync(run, cancellation);
        }

        await ChangeAsync(
            run, () => engine.Client.TerminateInstanceAsync(run.Id, new TerminateInstanceOptions(Output: reason, Recursive: true), cancellation), cancellation);
    }

    /// <summary>Begins a failed or cancelled run again; what had succeeded is found in the result index and the ledger.</summary>
    /// <exception cref="RunStateException">It has neither failed nor was it cancelled.</exception>
    public async Task RewindAsync(RunRecord run, CancellationToken cancellation)
    {
        RunView view = await board.ReadAsync(run.Id);
        if (view.Resource.Status is not ("failed" or "cancelled"))
        {
            throw new RunStateException($"{run.Id} is {view.Resource.Status}; only a failed or cancelled run can be begun again.");
        }

        await new RunLaunch(engine).StartOrGoOnAsync(run, await engine.Monitor.ReadAsync(run, cancellation), isRaised: false, cancellation);
        queue.GoesOn(run.Id);
        board.Forget(run.Id);
    }

    /// <summary>Removes a run that is over: its history, its report and its exported student. Artifacts, results and what was paid for stay.</summary>
    /// <exception cref="RunStateException">It is not over.</exception>
    public async Task PurgeAsync(RunRecord run, CancellationToken cancellation)
    {
        // The line first: what leaves it between the two looks is known to the hub by then.
        bool isWaiting = queue.Waiting.Contains(run.Id);
        OrchestrationMetadata? instance = await engine.Client.GetInstanceAsync(run.Id, cancellation);
        if (instance is { IsCompleted: false } || isWaiting)
        {
            throw new RunStateException($"{run.Id} is not over; terminate it first.");
        }

        // The record first: a record that the hub does not know would be in line again.
        engine.Runs.Delete(run.Id);
        if (instance is not null)
        {
            await new RunFamily(engine.Client, run.Id).PurgeAsync(cancellation);
        }

        board.Forget(run.Id);
    }

    /// <inheritdoc cref="RaiseBudgetAsync(RunRecord, BudgetAmount, string?, CancellationToken)"/>
    public Task<RunRecord> RaiseBudgetAsync(RunRecord run, BudgetAmount amount, CancellationToken cancellation) => RaiseBudgetAsync(run, amount, requestKey: null, cancellation);

    /// <summary>Adds to what a run may spend; one that waits for that goes on.</summary>
    /// <param name="requestKey">The same key adds once; null for one that always adds.</param>
    /// <returns>The run with its new budget.</returns>
    /// <exception cref="Tapir.Host.State.StateException">The run has no limit of that unit.</exception>
    public async Task<RunRecord> RaiseBudgetAsync(RunRecord run, BudgetAmount amount, string? requestKey, CancellationToken cancellation)
    {
        RunRecord raised = await new BudgetRaise(engine).AddAsync(run, amount, requestKey, cancellation);
        if (await engine.Client.GetInstanceAsync(run.Id, cancellation) is { IsCompleted: false })
        {
            queue.GoesOn(run.Id);
        }

        board.Forget(run.Id);
        return raised;
    }

    /// <summary>Answers the review that a run waits for, if it is the one that was looked at; the run goes on, or ends.</summary>
    /// <param name="point">What was looked at.</param>
    /// <param name="round">The round that was looked at; null where it is not said.</param>
    /// <param name="note">Why; null for none.</param>
    /// <param name="by">Who says so.</param>
    /// <returns>What was answered.</returns>
    /// <exception cref="RunStateException">Nothing waits, or something else.</exception>
    public async Task<PendingReview> AnswerReviewAsync(RunRecord run, ReviewPoint point, int? round, ReviewVerdict verdict, string? note, string by, CancellationToken cancellation)
    {
        PendingReview answered = await new ReviewDesk(engine).AnswerAsync(run, point, round, verdict, note, by, cancellation);
        queue.GoesOn(run.Id);
        board.Forget(run.Id);
        return answered;
    }

    /// <summary>Puts what was parked of a run back in line.</summary>
    /// <exception cref="RunStateException">Nothing was.</exception>
    public async Task RetryParkedAsync(RunRecord run, CancellationToken cancellation)
    {
        if ((await engine.Parked.OfAsync(run.Id)).Count == 0)
        {
            throw new RunStateException($"No step of {run.Id} was given up, so there is none to try again.");
        }

        await engine.Parked.RetryAsync(run.Id, cancellation);
        queue.GoesOn(run.Id);
        board.Forget(run.Id);
    }

    private async Task ChangeAsync(RunRecord run, Func<Task> change, CancellationToken cancellation)
    {
        OrchestrationMetadata? instance = await engine.Client.GetInstanceAsync(run.Id, cancellation);
        if (instance is null || instance.IsCompleted)
        {
            throw new RunStateException($"{run.Id} is not running: its status is {(instance is null ? "queued" : (await engine.Monitor.ReadAsync(run, cancellation)).Status)}.");
        }

        await change();
        board.Forget(run.Id);
    }
}
