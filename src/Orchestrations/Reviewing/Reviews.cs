using System.Text.Json;
using Tapir.Functions;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Pausing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Reviewing;

/// <summary>Waits for reviews in one orchestration, at the points that the spec names.</summary>
/// <param name="spec">Null for a run that waits for nobody: nothing happens then.</param>
internal sealed class Reviews(TaskOrchestrationContext context, PausableCalls calls, RunNotices notices, ReviewSpec? spec)
{
    private readonly List<RecordedReview> decisions = [];

    /// <value>Decided so far, in order; null for none.</value>
    public IReadOnlyList<RecordedReview>? Decisions => decisions.Count > 0 ? [.. decisions] : null;

    /// <summary>Shows a sample and waits, if the spec asks for it here.</summary>
    /// <param name="show">Makes the sample.</param>
    /// <param name="inputOf">Its input, for as many examples as the spec wants to see.</param>
    /// <exception cref="ReviewRejectedException">It was rejected.</exception>
    public async Task PassAsync<TInput>(ReviewPoint point, int round, DurableFunction<TInput, ReviewSample> show, Func<int, TInput> inputOf)
    {
        if (spec is null || !spec.Points.Contains(point))
        {
            return;
        }

        ReviewSample sample = await calls.CallAsync(show, inputOf(spec.Sample));
        RecalledReview before = await calls.CallAsync(ReviewFunctions.Recall, new RecallReview(point, round, sample.Items));
        PendingReview pending = new(point, round, sample, context.CurrentUtcDateTime + spec.TimeLimit, spec.Default);
        RecordedReview decided = before.Review ?? await calls.CallAsync(ReviewFunctions.Record, await DecideAsync(pending));
        decisions.Add(decided);
        calls.Report(calls.Progress with { Waiting = null, Reviews = Decisions });
        if (decided.Decision.Verdict == ReviewVerdict.Reject)
        {
            throw ReviewRejectedException.For(pending, decided.Decision);
        }
    }

    private async Task<ReviewDecision> DecideAsync(PendingReview pending)
    {
        calls.Report(calls.Progress with { Waiting = pending });
        notices.Waiting(pending.Describe(context.InstanceId.Split(':')[0]));
        ReviewAnswer? answer = await AnswerAsync(pending);
        return new ReviewDecision(
            pending.Point, pending.Round, answer?.Verdict ?? pending.Default, answer?.Note, answer?.By, context.CurrentUtcDateTime, pending.Sample.Items);
    }

    /// <returns>The first answer that is meant for this review; null when the time is up.</returns>
    private async Task<ReviewAnswer?> AnswerAsync(PendingReview pending)
    {
        using CancellationTokenSource over = new();
        Task timeUp = context.CreateTimer(pending.Until.UtcDateTime, over.Token);
        while (true)
        {
            Task<JsonElement> raised = context.WaitForExternalEvent<JsonElement>(RunEvents.Review, over.Token);
            if (await Task.WhenAny(raised, timeUp) == timeUp)
            {
                over.Cancel();
                return null;
            }

            // A word at another point, or one that came twice, is for nobody any more.
            if (await ReadAsync(raised) is { } answer && pending.IsAnsweredBy(answer))
            {
                over.Cancel();
                return answer;
            }
        }
    }

    // Anyone who may raise events can raise this one: what is no answer must not fail the run.
    private static async Task<ReviewAnswer?> ReadAsync(Task<JsonElement> raised)
    {
        try
        {
            JsonElement payload = await raised;
            return payload.ValueKind == JsonValueKind.Object ? payload.Deserialize<ReviewAnswer>(FunctionJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
