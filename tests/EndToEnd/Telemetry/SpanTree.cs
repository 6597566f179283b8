using Google.Protobuf;
using Tapir.EndToEnd.Telemetry.Otlp;

namespace Tapir.EndToEnd.Telemetry;

/// <summary>Spans by their ids.</summary>
internal sealed class SpanTree(IReadOnlyList<Span> spans)
{
    private readonly ILookup<ByteString, Span> byId = spans.ToLookup(span => span.SpanId);

    public IReadOnlyList<Span> Of(string name) => [.. spans.Where(span => span.Name == name)];

    public Span? ParentOf(Span span) => byId[span.ParentSpanId].FirstOrDefault();

    /// <summary>The names from a span up to the one that has no parent here.</summary>
    public string PathOf(Span span) => ParentOf(span) is { } parent ? $"{span.Name} < {PathOf(parent)}" : span.Name;
}
