using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tapir.Functions;

/// <summary>Spans and metrics of calls. Of inputs and outputs there is nothing in them but the key, which is a digest.</summary>
internal static class FunctionTelemetry
{
    private const string Name = "Tapir.Functions";
    private const string Function = "tapir.function.name";
    private const string Version = "tapir.function.version";
    private const string Outcome = "tapir.function.outcome";

    private static readonly ActivitySource Spans = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly UpDownCounter<int> Active = Meter.CreateUpDownCounter<int>("tapir.function.active", "{call}", "Calls of functions under way, found ones included.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "tapir.function.duration",
        "s",
        "Calls of functions by outcome: computed, cached (found in the index), joined (to an equal call under way), failed, interrupted.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800] });

    /// <returns>Null when nobody looks.</returns>
    public static Activity? Begin(Call call)
    {
        Active.Add(1, new KeyValuePair<string, object?>(Function, call.Function));
        Activity? span = Spans.StartActivity($"function:{call.Function}");
        span?.SetTag(Function, call.Function);
        span?.SetTag(Version, call.Version);
        span?.SetTag("tapir.function.key", call.Key);
        span?.SetTag("tapir.run.id", call.RunId);
        span?.SetTag("tapir.function.healing", call.HealingFor is null ? null : true);
        return span;
    }

    /// <param name="failure">What was thrown; null where nothing was. Its type is told, its message may hold anything.</param>
    public static void End(Activity? span, Call call, CallOutcome outcome, TimeSpan duration, Exception? failure)
    {
        string word = CallRow.Word(outcome);
        Active.Add(-1, new KeyValuePair<string, object?>(Function, call.Function));
        TagList tags = new() { { Function, call.Function }, { Outcome, word } };
        span?.SetTag(Outcome, word);
        if (outcome == CallOutcome.Failed && failure?.GetType().FullName is { } type)
        {
            tags.Add("error.type", type);
            span?.SetTag("error.type", type);
            span?.SetStatus(ActivityStatusCode.Error);
        }

        Duration.Record(duration.TotalSeconds, tags);
    }
}
