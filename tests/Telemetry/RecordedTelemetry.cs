using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Tapir.Tests.Telemetry;

/// <summary>Spans and measurements of the flow of control in which it was made: each test has a trace of its own, so tests side by side do not disturb each other.</summary>
internal sealed class RecordedTelemetry : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = [];
    private readonly ConcurrentQueue<Measured> measurements = [];
    private readonly Activity test;
    private readonly ActivityListener spanListener;
    private readonly MeterListener meterListener = new();

    public RecordedTelemetry()
    {
        test = new Activity("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        spanListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Tapir.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == test.TraceId)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(spanListener);
        meterListener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("Tapir.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meterListener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        meterListener.Start();
    }

    /// <value>The span that all others of the test are below.</value>
    public ActivitySpanId Root => test.SpanId;

    /// <value>Those that have ended.</value>
    public IReadOnlyList<Activity> Spans => [.. spans];

    /// <summary>The one span of a name.</summary>
    public Activity Span(string name) => spans.Single(span => span.DisplayName == name);

    public IReadOnlyList<Measured> Measurements(string instrument) => [.. measurements.Where(measured => measured.Instrument == instrument)];

    /// <summary>Asks the instruments that are read rather than written.</summary>
    public void ReadObservable() => meterListener.RecordObservableInstruments();

    /// <summary>Everything that was recorded, as one text: for what must not be in it.</summary>
    public string Everything() => string.Join('\n', [
        .. spans.Select(span => $"{span.DisplayName} {span.StatusDescription} {Text(span.TagObjects)} {string.Join(' ', span.Events.Select(happened => $"{happened.Name} {Text(happened.Tags)}"))}"),
        .. measurements.Select(measured => $"{measured.Instrument} {Text(measured.Tags)}"),
    ]);

    public void Dispose()
    {
        meterListener.Dispose();
        spanListener.Dispose();
        test.Dispose();
    }

    private static string Text(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(
        ' ', tags.Select(tag => $"{tag.Key}={(tag.Value is string[] many ? string.Join(',', many) : Convert.ToString(tag.Value, CultureInfo.InvariantCulture))}"));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Activity.Current?.TraceId == test.TraceId)
        {
            measurements.Enqueue(new Measured(instrument.Name, instrument.Unit, value, tags.ToArray().ToDictionary()));
        }
    }
}
