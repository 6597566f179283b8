using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tapir.EndToEnd.Endpoints;
using Tapir.EndToEnd.Serving;
using Tapir.EndToEnd.Telemetry.Otlp;

namespace Tapir.EndToEnd.Telemetry;

/// <summary>What a collector is sent by OTLP, and that nothing is sent unasked.</summary>
[TestClass]
public sealed class TelemetryTests
{
    private const string Key = "sk-telemetry-71c0de5a9b";

    [TestMethod]
    public async Task Run_WithACollector_SendsOneTraceAndItsMetricsAndNothingThatWasSaid()
    {
        using TapirProgram program = new();
        await using TutorEndpoint endpoint = await TutorEndpoint.StartAsync(Key);
        await using OtlpCollector collector = await OtlpCollector.StartAsync();

        ProgramResult done = program.Run(
            new Dictionary<string, string> { ["TAPIR_TEST_KEY"] = Key, ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.GrpcEndpoint },
            "run", TapirProgram.TinySpec, "--json",
            "--set", $"teacher={{ kind: openAI, url: \"{endpoint.Url}\", model: gpt-test, keyVariable: TAPIR_TEST_KEY, refine: false }}",
            "--set", "judge={ kind: teacher, swapOrder: false }",
            "--set", "prices={ gpt-test: { input: 1, output: 2 } }",
            "--set", "curriculum.rounds=1",
            "--set", "curriculum.roundSize=40",
            "--set", "curriculum.poolSample=40").AssertExitCode(0);

        const string Run = "orchestration:Distillation < create_orchestration:Distillation";
        SpanTree tree = new(collector.Spans);
        Assert.AreEqual(1, collector.Spans.Select(span => span.TraceId).Distinct().Count());
        Assert.AreEqual(collector.Spans.Count, collector.Spans.Select(span => span.SpanId).Distinct().Count());
        Assert.AreEqual(Run, tree.PathOf(tree.Of("orchestration:Distillation").Single()));
        Assert.AreEqual($"function:seeding.import < activity:seeding.import < {Run}", tree.PathOf(tree.Of("function:seeding.import").Single()));
        Assert.IsTrue(tree.Of("chat gpt-test").All(call => tree.PathOf(call).EndsWith($"< orchestration:CurriculumRound < {Run}", StringComparison.Ordinal)), tree.PathOf(tree.Of("chat gpt-test")[0]));
        Assert.HasCount(endpoint.Answers.Count, tree.Of("chat gpt-test"));
        Assert.IsTrue(tree.Of("training slice").All(slice => tree.PathOf(slice).StartsWith("training slice < function:training.run-slice < activity:training.run-slice < ", StringComparison.Ordinal)));
        Assert.IsGreaterThan(1, tree.Of("training slice").Count);

        Assert.AreEqual(done.Json().GetProperty("cost").GetDouble(), collector.Metric("tapir.teacher.cost").Sum.DataPoints.Sum(point => point.AsDouble), 1e-9);
        Assert.AreEqual(done.Json().GetProperty("tokens").GetInt64(), collector.Metric("gen_ai.client.token.usage").Histogram.DataPoints.Sum(point => point.Sum));
        Assert.AreEqual("s", collector.Metric("gen_ai.client.operation.duration").Unit);
        foreach (string metric in new[]
        {
            "tapir.function.duration", "tapir.function.active", "tapir.artifact.operations", "tapir.artifact.io", "tapir.training.tokens", "tapir.training.speed", "tapir.training.loss",
            "durabletask.worker.active", "durabletask.hub.instances", "durabletask.hub.backlog", "durabletask.hub.parked", "dotnet.process.memory.working_set", "dotnet.gc.collections",
        })
        {
            Assert.IsNotNull(collector.Metric(metric));
        }

        string everything = collector.Everything;
        Assert.DoesNotContain(Key, everything);
        string[] said = [.. endpoint.Answers.Keys.SelectMany(LinesOf).Distinct()];
        Assert.IsGreaterThan(40, said.Length);
        Assert.IsEmpty(said.Where(line => everything.Contains(line, StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Run_KilledAndGoneOnWith_ToldOnceInOneTrace()
    {
        using TapirProgram program = new();
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        Dictionary<string, string> environment = new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.HttpEndpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };
        string[] arguments = ["run", TapirProgram.TinySpec, "--json"];

        program.CrashAt("Tapir.Ledger/response.after-commit:1", environment, arguments);
        program.CrashAt("Tapir.Sidecar/turn.after-reply:2", environment, arguments);
        program.Run(environment, arguments).AssertExitCode(0);

        SpanTree tree = new(collector.Spans);
        Span run = tree.Of("orchestration:Distillation").Single();
        Assert.HasCount(2, tree.Of("orchestration:CurriculumRound"));
        Assert.IsTrue(tree.Of("orchestration:CurriculumRound").All(round => round.ParentSpanId == run.SpanId));
        Assert.AreEqual(1, collector.Spans.Select(span => span.TraceId).Distinct().Count());
        Assert.IsTrue(
            collector.Spans.Where(span => span.Name.StartsWith("activity:", StringComparison.Ordinal)).All(span => tree.ParentOf(span)?.Name.StartsWith("orchestration:", StringComparison.Ordinal) == true),
            "An activity hangs below a span that nobody wrote.");
    }

    [TestMethod]
    public async Task Serve_CollectorInHostJson_RunJoinsTheTraceOfTheRequestThatAskedForIt()
    {
        const string Caller = "0af7651916cd43dd8448eb211c80319c";
        using TapirProgram program = new();
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        program.Write("host.json", $$"""{ "tapir": { "telemetry": { "endpoint": "{{collector.HttpEndpoint}}", "protocol": "httpProtobuf" } } }""");
        using (ServedProgram served = ServedProgram.Start(program, environment: new() { ["OTEL_METRIC_EXPORT_INTERVAL"] = "500", ["TAPIR_LOG"] = "information" }))
        {
            served.Client.DefaultRequestHeaders.Add("traceparent", $"00-{Caller}-b7ad6b7169203331-01");
            string run = await served.StartTinyAsync();
            served.Client.DefaultRequestHeaders.Remove("traceparent");
            await served.WaitForEndAsync(run);
            served.Terminate();
        }

        SpanTree tree = new([.. collector.Spans.Where(span => Convert.ToHexStringLower(span.TraceId.Span) == Caller)]);
        Assert.AreEqual(
            "orchestration:Distillation < create_orchestration:Distillation < start run < POST /api/runs", tree.PathOf(tree.Of("orchestration:Distillation").Single()));
        Assert.IsFalse(collector.Spans.Any(span => span.Name.Contains("TaskHub", StringComparison.Ordinal)), "What worker and sidecar say to each other is nobody's request.");
        string[] routes = [.. collector.Metric("http.server.request.duration").Histogram.DataPoints.SelectMany(point => point.Attributes).Where(tag => tag.Key == "http.route").Select(tag => tag.Value.StringValue)];
        Assert.IsTrue(routes.Any(route => route.StartsWith("/api/runs", StringComparison.Ordinal)), string.Join('\n', routes));
        Assert.IsFalse(routes.Any(route => route.Contains("TaskHub", StringComparison.Ordinal)), string.Join('\n', routes));
        Assert.IsGreaterThan(0, collector.Metric("tapir.runs").Gauge.DataPoints.Count);
        Assert.IsTrue(collector.Logs.Any(log => log.Body.StringValue == "tiny-1 begins"), string.Join('\n', collector.Logs.Select(log => log.Body.StringValue)));
    }

    [TestMethod]
    public void Serve_NobodyAsks_LoadsNothingOfOpenTelemetry()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("What a process has loaded is read from /proc.");
        }

        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program);

        string loaded = File.ReadAllText($"/proc/{served.Process.Id}/maps");

        StringAssert.Contains(loaded, "tapir.dll");
        Assert.DoesNotContain("OpenTelemetry", loaded);
    }

    [TestMethod]
    public void Serve_CollectorNeverAnswers_EndsInTime()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using TapirProgram program = new();
        using ServedProgram served = ServedProgram.Start(program, environment: new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{silent.LocalEndpoint}" });

        served.Process.Signal("TERM");

        Assert.AreEqual(0, served.Process.WaitForEnd(TimeSpan.FromSeconds(10)).ExitCode);
    }

    /// <summary>The lines of a request's messages that are long enough to be nobody else's.</summary>
    private static IEnumerable<string> LinesOf(string request)
    {
        using JsonDocument document = JsonDocument.Parse(request);
        return [.. document.RootElement.GetProperty("messages").EnumerateArray()
            .Select(message => message.GetProperty("content"))
            .SelectMany(content => content.ValueKind == JsonValueKind.String ? [content.GetString()!] : content.EnumerateArray().Select(part => part.GetProperty("text").GetString()!))
            .SelectMany(text => text.Split('\n'))
            .Where(line => Encoding.UTF8.GetByteCount(line) >= 16)];
    }
}
