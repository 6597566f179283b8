using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Tapir.Teachers.Endpoints;
using Tapir.Teachers.Ledger;

namespace Tapir.Teachers;

/// <summary>Spans and metrics of calls to chat models, by OpenTelemetry's conventions for generative AI where there are any. What is asked and answered is in none of
/// them, nor is a key.</summary>
internal static class TeacherTelemetry
{
    private const string Name = "Tapir.Teachers";

    private static readonly ActivitySource Spans = new(Name);
    private static readonly Meter Meter = new(Name);

    // The boundaries that the conventions name.
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "gen_ai.client.operation.duration",
        "s",
        "Calls that were sent, each attempt on its own; without answers from the ledger.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] });

    private static readonly Histogram<long> Tokens = Meter.CreateHistogram(
        "gen_ai.client.token.usage",
        "{token}",
        "Tokens of answered calls, as the endpoint counted them.",
        tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864] });

    private static readonly Counter<double> Cost = Meter.CreateCounter<double>("tapir.teacher.cost", "{money}", "What answered calls cost, in the currency of the specs' prices.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("tapir.teacher.retries", "{retry}", "Attempts that are made again, by what the one before ended in: error.type 429 is an endpoint that is asked too often.");

    private static readonly Counter<long> Hits = Meter.CreateCounter<long>("tapir.ledger.hits", "{request}", "Requests that the ledger answered, at no cost.");

    /// <summary>Begins to measure one call that is sent.</summary>
    public static SentCall Begin(CallOrigin origin, CallScope scope, ChatOptions options)
    {
        // What runs in this process answers within microseconds, tens of thousands of times: counted, not traced.
        Activity? span = origin.Endpoint.Length > 0 ? Spans.StartActivity($"chat {origin.Model}", ActivityKind.Client) : null;
        if (span is not null)
        {
            foreach ((string name, object? value) in TagsOf(origin, scope.Function))
            {
                span.SetTag(name, value);
            }

            span.SetTag("tapir.run.id", scope.Run);
            span.SetTag("gen_ai.request.max_tokens", options.MaxOutputTokens);
            span.SetTag("gen_ai.request.temperature", options.Temperature);
        }

        return new SentCall(span, origin, scope.Function, Stopwatch.GetTimestamp());
    }

    public static void Hit(CallAccount account) => Hits.Add(1, new("gen_ai.request.model", account.Model), new("tapir.function.name", account.Function));

    /// <param name="attempt">How many attempts were made.</param>
    public static void Retry(string model, int attempt, TimeSpan pause, Exception cause)
    {
        string type = TypeOf(cause);
        Retries.Add(1, new("gen_ai.request.model", model), new("error.type", type));
        Activity.Current?.AddEvent(new ActivityEvent("tapir.teacher.retry", tags: new() { { "error.type", type }, { "tapir.teacher.attempt", attempt }, { "tapir.teacher.pause", pause.TotalSeconds } }));
    }

    public static void Answered(SentCall call, RecordedResponse response, decimal cost)
    {
        if (call.Span is { } span)
        {
            span.SetTag("gen_ai.response.model", response.Model);
            span.SetTag("gen_ai.response.finish_reasons", response.FinishReason is { } reason ? new[] { reason } : null);
            span.SetTag("gen_ai.usage.input_tokens", response.InputTokens);
            span.SetTag("gen_ai.usage.output_tokens", response.OutputTokens);
        }

        if (Tokens.Enabled)
        {
            TagList tags = TagsOf(call.Origin, call.Function), input = tags, output = tags;
            input.Add("gen_ai.token.type", "input");
            output.Add("gen_ai.token.type", "output");
            Tokens.Record(response.InputTokens, input);
            Tokens.Record(response.OutputTokens, output);
            Cost.Add((double)cost, tags);
        }

        End(call, error: null);
    }

    public static void Failed(SentCall call, Exception failure)
    {
        string type = TypeOf(failure);
        call.Span?.SetTag("error.type", type);
        call.Span?.SetStatus(ActivityStatusCode.Error);
        End(call, type);
    }

    private static void End(SentCall call, string? error)
    {
        call.Span?.Dispose();
        if (Duration.Enabled)
        {
            TagList tags = TagsOf(call.Origin, call.Function);
            if (error is not null)
            {
                tags.Add("error.type", error);
            }

            Duration.Record(Stopwatch.GetElapsedTime(call.Begun).TotalSeconds, tags);
        }
    }

    private static TagList TagsOf(CallOrigin origin, string function)
    {
        TagList tags = new()
        {
            { "gen_ai.operation.name", "chat" },
            { "gen_ai.provider.name", origin.Provider },
            { "gen_ai.request.model", origin.Model },
            { "tapir.function.name", function },
        };
        if (Uri.TryCreate(origin.Endpoint, UriKind.Absolute, out Uri? endpoint))
        {
            tags.Add("server.address", endpoint.Host);
            tags.Add("server.port", endpoint.Port);
        }

        return tags;
    }

    private static string TypeOf(Exception failure) => failure is TransientEndpointException { Status: { } status }
        ? ((int)status).ToString(CultureInfo.InvariantCulture)
        : failure.GetType().FullName!;
}
