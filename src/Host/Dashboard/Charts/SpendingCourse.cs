using Tapir.Activities.Reporting.Charts;
using Tapir.Host.Engine;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Dashboard.Charts;

/// <summary>What one run has spent over time. What was read is kept: a look reads only the calls of the last minutes again.</summary>
internal sealed class SpendingCourse(TapirEngine engine, string run)
{
    private const int MostPoints = 400;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    // Calls are walked in the order in which they were begun; an answer comes no later than this.
    private static readonly TimeSpan SlowestAnswer = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan StillCounted = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private List<SpentSpan> counted = [];
    private DateTimeOffset countedUntil = DateTimeOffset.MinValue;

    /// <summary>Tokens and money until now, in the order of time; none while nothing was answered.</summary>
    public (IReadOnlyList<SpentPoint> Tokens, IReadOnlyList<SpentPoint> Money) Look()
    {
        lock (gate)
        {
            // What was answered since was begun after all that was answered so long before.
            DateTimeOffset from = countedUntil == DateTimeOffset.MinValue ? countedUntil : countedUntil - SlowestAnswer;
            long after = counted.TakeWhile(span => span.From < from).Select(span => span.LastCall).DefaultIfEmpty().Max();
            List<SpentSpan> all = [.. counted, .. engine.Ledger.SpentOverTime(run, after, Span).Where(span => span.From >= countedUntil)];
            countedUntil = engine.Clock.GetUtcNow() - StillCounted;
            counted = [.. all.TakeWhile(span => span.From < countedUntil)];
            return (Sum(all, span => span.Tokens), Sum(all, span => (double)span.Cost));
        }
    }

    private static List<SpentPoint> Sum(List<SpentSpan> spans, Func<SpentSpan, double> amountOf)
    {
        List<SpentPoint> points = [];
        double sum = 0;
        foreach (SpentSpan[] some in spans.Chunk(Math.Max(1, (spans.Count + MostPoints - 1) / MostPoints)))
        {
            if (points.Count == 0)
            {
                points.Add(new SpentPoint(some[0].From, 0));
            }

            sum += some.Sum(amountOf);
            points.Add(new SpentPoint(some[^1].From + Span, sum));
        }

        return points;
    }
}
