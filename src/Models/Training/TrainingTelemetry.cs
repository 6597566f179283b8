using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tapir.Models.Training;

/// <summary>Span and metrics of the training of students, slice by slice. Public for whoever relays what another process trains.</summary>
public static class TrainingTelemetry
{
    private const string Name = "Tapir.Models";

    private static readonly ActivitySource Spans = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("tapir.training.tokens", "{token}", "Tokens that students were trained on.");
    private static readonly Gauge<double> Speed = Meter.CreateGauge<double>("tapir.training.speed", "{token}/s", "Tokens a second of the slice that ended last.");
    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>("tapir.training.loss", "{nat}/{token}", "Mean loss per response token of the last step.");

    internal static Activity? Begin(int step, int steps, long parameters)
    {
        Activity? span = Spans.StartActivity("training slice");
        span?.SetTag("tapir.training.first_step", step);
        span?.SetTag("tapir.training.steps", steps);
        span?.SetTag("tapir.training.parameters", parameters);
        return span;
    }

    /// <param name="tokens">Of this step.</param>
    /// <param name="loss">Mean loss per response token of this step, in nats.</param>
    public static void Stepped(long tokens, double loss)
    {
        Tokens.Add(tokens);
        Loss.Record(loss);
    }

    /// <param name="tokens">Of the slice.</param>
    internal static void End(Activity? span, long tokens, TimeSpan duration, double meanLoss)
    {
        span?.SetTag("tapir.training.tokens", tokens);
        if (tokens > 0)
        {
            span?.SetTag("tapir.training.loss", meanLoss);
            Sped(tokens, duration);
        }
    }

    /// <param name="tokens">Of a slice that has ended, at least 1.</param>
    public static void Sped(long tokens, TimeSpan duration) => Speed.Record(tokens / Math.Max(duration.TotalSeconds, 1e-6));
}
