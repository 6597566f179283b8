using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Reviewing;

/// <summary>Where people see what a run waits for, and say yes or no.</summary>
internal sealed class ReviewDesk(TapirEngine engine)
{
    /// <summary>What waits, with its sample, and what was decided.</summary>
    public async Task<ReviewDocument> ReadAsync(RunRecord run, CancellationToken cancellation)
    {
        RunProgress progress = await engine.Monitor.ProgressAsync(run, cancellation);
        string status = (await engine.Monitor.ReadAsync(run, cancellation)).Status;
        RecordedReview[] decided = [.. (progress.Run?.Rounds ?? []).SelectMany(round => round.Reviews ?? []), .. progress.UnfinishedReviews ?? []];
        return new ReviewDocument(run.Id, status, await WaitingAsync(progress, cancellation), [.. decided.Select(review => review.Decision)]);
    }

    /// <summary>Answers the review that waits. The first answer counts; one that comes too late changes nothing.</summary>
    /// <param name="note">Why; null for none.</param>
    /// <param name="by">Who says so.</param>
    /// <returns>What was answered.</returns>
    /// <exception cref="RunStateException">Nothing waits.</exception>
    public async Task<PendingReview> AnswerAsync(RunRecord run, ReviewVerdict verdict, string? note, string by, CancellationToken cancellation)
    {
        PendingReview pending = await PendingAsync(run, cancellation);
        await RaiseAsync(run, pending, verdict, note, by, cancellation);
        return pending;
    }

    /// <summary>Answers the review that waits, if it is the one that was looked at.</summary>
    /// <param name="point">What was looked at.</param>
    /// <param name="round">The round that was looked at; null where it is not said.</param>
    /// <param name="note">Why; null for none.</param>
    /// <param name="by">Who says so.</param>
    /// <returns>What was answered.</returns>
    /// <exception cref="RunStateException">Nothing waits, or something else.</exception>
    public async Task<PendingReview> AnswerAsync(RunRecord run, ReviewPoint point, int? round, ReviewVerdict verdict, string? note, string by, CancellationToken cancellation)
    {
        PendingReview pending = await PendingAsync(run, cancellation);
        if (pending.Point != point || (round is { } meant && meant != pending.Round))
        {
            throw new RunStateException($"{run.Id} waits for a {pending.What} now, which this answer is not for.");
        }

        await RaiseAsync(run, pending, verdict, note, by, cancellation);
        return pending;
    }

    private async Task<PendingReview> PendingAsync(RunRecord run, CancellationToken cancellation) =>
        (await engine.Monitor.ProgressAsync(run, cancellation)).Pending
            ?? throw new RunStateException($"{run.Id} waits for no review now: its status is {(await engine.Monitor.ReadAsync(run, cancellation)).Status}.");

    // To the run and its round alike: the answer says which point it is for, and only who waits there takes it.
    private Task RaiseAsync(RunRecord run, PendingReview pending, ReviewVerdict verdict, string? note, string by, CancellationToken cancellation) =>
        new RunFamily(engine.Client, run.Id).RaiseAsync(RunEvents.Review, new ReviewAnswer(pending.Point, pending.Round, verdict, note, by), cancellation);

    private async Task<WaitingDocument?> WaitingAsync(RunProgress progress, CancellationToken cancellation)
    {
        if (progress.Pending is not { } pending)
        {
            return null;
        }

        IReadOnlyList<ReviewItem> items = await engine.Artifacts.ReadAllLinesAsync<ReviewItem>(pending.Sample.Items, cancellation);
        return new WaitingDocument(pending.Point, pending.Round, pending.What, pending.Until, pending.Default, pending.Sample.Of, items);
    }
}
