using Tapir.Host.Engine;
using Tapir.Host.Reviewing;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Serving;

/// <summary>What can be done to a run that this process serves: the same as by command.</summary>
/// <remarks>Much of it takes several writes. Whoever asked may go away meanwhile: a cancellation is heeded before the first of them, and by none after it.</remarks>
internal sealed class RunControl(TapirEngine engine, RunQueue queue, RunBoard board) : IDisposable
{
    // What begins, ends or removes a run: one at a time, each on what the one before has left.
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    public Task SuspendAsync(RunRecord run, string reason, CancellationToken cancellation) =>
        ChangeAsync(run, family => family.SuspendAsync(reason, CancellationToken.None), cancellation);

    public Task ResumeAsync(RunRecord run, string reason, CancellationToken cancellation) => ChangeAsync(
        run,
        async family =>
        {
            await family.ResumeAsync(reason, CancellationToken.None);
            await engine.ContinueAsync(run.Id, CancellationToken.None);
            queue.GoesOn(run.Id);
        },
        cancellation);

    /// <summary>Raises an event to the run and its rounds; one that comes while nobody waits for it is kept.</summary>
    public Task RaiseAsync(RunRecord run, string name, object? payload, CancellationToken cancellation) => ChangeAsync(
        run,
        async family =>
        {
            await family.RaiseAsync(name, payload, CancellationToken.None);
            queue.GoesOn(run.Id);
        },
        cancellation);

    /// <summary>Ends a run now, also one that waits in line.</summary>
    public Task TerminateAsync(RunRecord run, string reason, CancellationToken cancellation) => InTurnAsync(
        run,
        async () =>
        {
            if (await engine.Client.GetInstanceAsync(run.Id, cancellation) is not null)
            {
                await ChangeAsync(run, family => family.TerminateAsync(reason, CancellationToken.None), cancellation);
                return;
            }

            await new RunLaunch(engine).EndBeforeStartAsync(run, reason, CancellationToken.None);
            queue.Remove(run.Id);
            board.Forget(run.Id);
        },
        cancellation);

    /// <summary>Begins a failed or cancelled run again; what had succeeded is found in the result index and the ledger.</summary>
    /// <remarks>It begins anew instead of having the hub rewind its history: what had succeeded is found by key all the same, a run that was cancelled can go on too, and neither a newer
    /// version of the program nor a budget that was raised has to agree with what an old history says.</remarks>
    /// <exception cref="RunStateException">It has neither failed nor was it cancelled.</exception>
    /// <exception cref="Tapir.Host.State.StateException">A round from before does not end.</exception>
    public async Task RewindAsync(RunRecord run, CancellationToken cancellation)
    {
        // A round that is still to end may take a while, in which others have their turn.
        await AssertFailedAsync(run, cancellation);
        await new RunLaunch(engine).EndLeftoversAsync(run, cancellation);
        await InTurnAsync(
            run,
            async () =>
            {
                await AssertFailedAsync(run, cancellation);
                await StartOverAsync(run);
                queue.GoesOn(run.Id);
                board.Forget(run.Id);
            },
            cancellation);
    }

    /// <summary>Removes a run that is over: its history, its report and its exported student. Artifacts, results and what was paid for stay, and its id is never given again.</summary>
    /// <exception cref="RunStateException">It is not over.</exception>
    public Task PurgeAsync(RunRecord run, CancellationToken cancellation) => InTurnAsync(
        run,
        async () =>
        {
            // One that the hub does not know is in line.
            if (await engine.Client.GetInstanceAsync(run.Id, cancellation) is not { IsCompleted: true })
            {
                throw new RunStateException($"{run.Id} is not over; terminate it first.");
            }

            if ((await new RunFamily(engine.Client, run.Id).TellToEndAsync("removed", CancellationToken.None)).Count > 0)
            {
                throw new RunStateException($"{run.Id} is over, but a round of it is still to end; try again in a moment.");
            }

            await new RunRemoval(engine).RemoveAsync(run.Id, CancellationToken.None);
            board.Forget(run.Id);
        },
        cancellation);

    /// <inheritdoc cref="RaiseBudgetAsync(RunRecord, BudgetAmount, string?, CancellationToken)"/>
    public Task<RunRecord> RaiseBudgetAsync(RunRecord run, BudgetAmount amount, CancellationToken cancellation) => RaiseBudgetAsync(run, amount, requestKey: null, cancellation);

    /// <summary>Adds to what a run may spend; one that waits for that goes on.</summary>
    /// <param name="requestKey">The same key adds once; null for one that always adds.</param>
    /// <returns>The run with its new budget.</returns>
    /// <exception cref="Tapir.Host.State.StateException">The run has no limit of that unit.</exception>
    public async Task<RunRecord> RaiseBudgetAsync(RunRecord run, BudgetAmount amount, string? requestKey, CancellationToken cancellation)
    {
        RunRecord raised = await new BudgetRaise(engine).AddAsync(run, amount, requestKey, cancellation);
        if (await engine.Client.GetInstanceAsync(run.Id, CancellationToken.None) is { IsCompleted: false })
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
        cancellation.ThrowIfCancellationRequested();
        PendingReview answered = await new ReviewDesk(engine).AnswerAsync(run, point, round, verdict, note, by, CancellationToken.None);
        queue.GoesOn(run.Id);
        board.Forget(run.Id);
        return answered;
    }

    /// <summary>Puts what was parked of a run back in line.</summary>
    /// <exception cref="RunStateException">Nothing was.</exception>
    public async Task RetryParkedAsync(RunRecord run, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if ((await engine.Parked.OfAsync(run.Id)).Count == 0)
        {
            throw new RunStateException($"No step of {run.Id} was given up, so there is none to try again.");
        }

        await engine.Parked.RetryAsync(run.Id, CancellationToken.None);
        queue.GoesOn(run.Id);
        board.Forget(run.Id);
    }

    private async Task StartOverAsync(RunRecord run)
    {
        try
        {
            await new RunLaunch(engine).StartOverAsync(run, CancellationToken.None);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            throw new RunStateException($"{run.Id} has been begun again already.");
        }
    }

    private async Task AssertFailedAsync(RunRecord run, CancellationToken cancellation)
    {
        string status = (await engine.Monitor.ReadAsync(run, cancellation)).Status;
        if (status is not ("failed" or "cancelled"))
        {
            throw new RunStateException($"{run.Id} is {status}; only a failed or cancelled run can be begun again.");
        }
    }

    private async Task InTurnAsync(RunRecord run, Func<Task> change, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            // The one before may have removed it.
            engine.Runs.Get(run.Id);
            await change();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task ChangeAsync(RunRecord run, Func<RunFamily, Task> change, CancellationToken cancellation)
    {
        OrchestrationMetadata? instance = await engine.Client.GetInstanceAsync(run.Id, cancellation);
        if (instance is null || instance.IsCompleted)
        {
            throw new RunStateException($"{run.Id} is not running: its status is {(instance is null ? "queued" : (await engine.Monitor.ReadAsync(run, cancellation)).Status)}.");
        }

        await change(new RunFamily(engine.Client, run.Id));
        board.Forget(run.Id);
    }
}
