using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tapir.EndToEnd.Telemetry.Otlp;

namespace Tapir.EndToEnd.Telemetry;

/// <summary>A collector on the loopback that keeps what it is sent, by gRPC on one port and by HTTP on another.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const int GrpcPrefix = 5;

    private readonly WebApplication application;
    private readonly ConcurrentQueue<byte[]> received = [];
    private readonly ConcurrentQueue<Span> spans = [];
    private readonly ConcurrentQueue<Metric> metrics = [];
    private readonly ConcurrentQueue<LogRecord> logs = [];

    private OtlpCollector(WebApplication application) => this.application = application;

    public string GrpcEndpoint { get; private set; } = "";

    public string HttpEndpoint { get; private set; } = "";

    public IReadOnlyList<Span> Spans => [.. spans];

    public IReadOnlyList<LogRecord> Logs => [.. logs];

    /// <value>Everything that came, as text in which whatever is text can be read.</value>
    public string Everything => string.Join('\n', received.Select(Encoding.UTF8.GetString));

    public static async Task<OtlpCollector> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        OtlpCollector collector = new(builder.Build());
        collector.application.Run(collector.TakeAsync);
        await collector.application.StartAsync();
        string[] addresses = [.. collector.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        (collector.GrpcEndpoint, collector.HttpEndpoint) = (addresses[0], addresses[1]);
        return collector;
    }

    /// <summary>The newest that came of an instrument.</summary>
    public Metric Metric(string name) => metrics.LastOrDefault(metric => metric.Name == name)
        ?? throw new AssertFailedException($"No metric {name} came; there are {string.Join(", ", metrics.Select(metric => metric.Name).Distinct().Order())}.");

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        bool isGrpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        Keep(context.Request.Path, body.ToArray()[(isGrpc ? GrpcPrefix : 0)..]);
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (isGrpc)
        {
            // An empty answer in a frame, and that all went well.
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync(new byte[GrpcPrefix]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    private void Keep(string path, byte[] message)
    {
        received.Enqueue(message);
        if (path.Contains("race", StringComparison.Ordinal))
        {
            Add(spans, TraceRequest.Parser.ParseFrom(message).ResourceSpans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans));
        }
        else if (path.Contains("etrics", StringComparison.Ordinal))
        {
            Add(metrics, MetricsRequest.Parser.ParseFrom(message).ResourceMetrics.SelectMany(resource => resource.ScopeMetrics).SelectMany(scope => scope.Metrics));
        }
        else
        {
            Add(logs, LogsRequest.Parser.ParseFrom(message).ResourceLogs.SelectMany(resource => resource.ScopeLogs).SelectMany(scope => scope.LogRecords));
        }
    }

    private static void Add<T>(ConcurrentQueue<T> queue, IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            queue.Enqueue(item);
        }
    }
}
