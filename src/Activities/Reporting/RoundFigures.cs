using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Planning;

namespace Tapir.Activities.Reporting;

/// <summary>What a round returned, in the form that the charts draw: one reading for the report and for whoever watches.</summary>
public static class RoundFigures
{
    /// <summary>Exact answers by task label.</summary>
    public static IReadOnlyList<TaskAccuracy> TasksOf(RoundOutcome round)
    {
        ArgumentNullException.ThrowIfNull(round);
        return TasksOf(round.Counted);
    }

    /// <inheritdoc cref="TasksOf(RoundOutcome)"/>
    public static IReadOnlyList<TaskAccuracy> TasksOf(Measurement measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        return [.. measured.ByTask.Select(task => new TaskAccuracy(task.Task, task.Correct, task.Total, task.Accuracy.Value, task.Accuracy.Low, task.Accuracy.High))];
    }

    /// <summary>A training's loss.</summary>
    public static IReadOnlyList<LossPoint> LossesOf(IEnumerable<Orchestrations.Training.LossPoint> losses) => [.. losses.Select(point => new LossPoint(point.Tokens, point.Loss))];

    /// <summary>How the round moved the gap; null for S_0, before which nothing is judged.</summary>
    /// <param name="next">The round after it, which judged the student that this one made; null where there is none yet.</param>
    /// <param name="threshold">Gap above which an instruction is hard.</param>
    public static GapShift? GapsOf(RoundOutcome round, RoundOutcome? next, double threshold)
    {
        ArgumentNullException.ThrowIfNull(round);
        return round.Curriculum is null ? null : new GapShift(threshold, HistogramOf(round.Curriculum.Planned))
        {
            After = next?.Curriculum is { } later ? HistogramOf(later.Planned) : null,
            AfterIs = next?.Curriculum is null ? null : "the next round's sample of the pool",
        };
    }

    /// <summary>What the round meant to generate and what came of it; null for S_0, which plans nothing.</summary>
    public static PlanReport? PlanOf(RoundOutcome round)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (round.Curriculum is not { } curriculum)
        {
            return null;
        }

        SortedDictionary<string, int> rejected = new(StringComparer.Ordinal);
        foreach ((string reason, int count) in curriculum.WriteFailures.Concat(curriculum.Filtered.Rejected).Concat(curriculum.AnswerRejections))
        {
            rejected[reason] = rejected.GetValueOrDefault(reason) + count;
        }

        return new PlanReport(
            [.. curriculum.Planned.Quotas.Select(quota => new PlannedLabel(
                quota.Task,
                quota.Target,
                quota.Wanted,
                quota.Planned,
                curriculum.Filtered.WrittenByTask.GetValueOrDefault(quota.Task),
                curriculum.AnsweredByTask.GetValueOrDefault(quota.Task),
                Math.Max(0, quota.Wanted - curriculum.AnsweredByTask.GetValueOrDefault(quota.Task)),
                quota.Reason ?? (curriculum.AnsweredByTask.GetValueOrDefault(quota.Task) < quota.Wanted ? "too few candidates passed the filters and were answered" : null)))],
            [.. rejected.Select(reason => new ReasonCount(reason.Key, reason.Value))])
        {
            RefinementsRejected = curriculum.RefinementsRejected,
        };
    }

    private static GapHistogram HistogramOf(PlanSummary planned) => new(
        [.. planned.GapHistogram.Select((count, index) => new GapBin(index - 9, count))],
        planned.Judged - planned.Unscored,
        planned.Unscored,
        planned.Judged > planned.Unscored ? planned.MeanGap : null);
}
