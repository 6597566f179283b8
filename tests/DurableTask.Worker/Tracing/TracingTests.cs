using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Worker.Grpc;
using Tapir.DurableTask.Worker.Tests.EndToEnd;
using Tapir.Tests.Telemetry;

namespace Tapir.DurableTask.Worker.Tests.Tracing;

[TestClass]
public sealed class TracingTests
{
    private const int Limit = 60_000;
    private const string Secret = "what nobody but the activity is to see";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    [DataRow(0, DisplayName = "replayed at every turn")]
    [DataRow(100, DisplayName = "kept warm")]
    public async Task Run_OrchestrationWithChildAndActivities_IsOneTraceWithEachSpanOnce(int warm)
    {
        using RecordedTelemetry telemetry = new();
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(AddTasks, Cancellation, configure: builder => Keep(builder, warm));

        OrchestrationMetadata done = await house.RunAsync("parent", Secret, Cancellation);
        await worker.StopAsync(Cancellation);

        Assert.AreEqual($"{Secret}!!!", done.ReadOutputAs<string>());
        Assert.AreSequenceEqual(
            ["activity:step", "activity:step", "activity:step", "create_orchestration:parent", "orchestration:child", "orchestration:parent"],
            telemetry.Spans.Select(span => span.DisplayName).Order(StringComparer.Ordinal));
        Activity start = telemetry.Span("create_orchestration:parent"), parent = telemetry.Span("orchestration:parent"), child = telemetry.Span("orchestration:child");
        Activity[] steps = [.. telemetry.Spans.Where(span => span.DisplayName == "activity:step").OrderBy(span => span.StartTimeUtc)];
        Assert.AreEqual(telemetry.Root, start.ParentSpanId);
        Assert.AreEqual(start.SpanId, parent.ParentSpanId);
        Assert.AreEqual(parent.SpanId, steps[0].ParentSpanId);
        Assert.AreEqual(parent.SpanId, child.ParentSpanId);
        Assert.AreEqual(child.SpanId, steps[1].ParentSpanId);
        Assert.AreEqual(child.SpanId, steps[2].ParentSpanId);
        Assert.IsTrue(parent.StartTimeUtc <= steps[0].StartTimeUtc && parent.StartTimeUtc + parent.Duration >= child.StartTimeUtc + child.Duration);
        Assert.AreEqual(done.InstanceId, parent.GetTagItem("durabletask.task.instance_id"));
        Assert.DoesNotContain(Secret, telemetry.Everything());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Run_WorkerReplacedInBetween_GoesOnInTheSameSpan()
    {
        using RecordedTelemetry telemetry = new();
        await using House house = await House.OpenAsync(Cancellation);
        string id;
        using (IHost first = await house.StartWorkerAsync(AddTasks, Cancellation))
        {
            id = await house.Client.ScheduleNewOrchestrationInstanceAsync("waiting", Secret, Cancellation);
            await house.Client.WaitForInstanceStartAsync(id, Cancellation);
            await first.StopAsync(Cancellation);
        }

        using IHost second = await house.StartWorkerAsync(AddTasks, Cancellation);
        await house.Client.RaiseEventAsync(id, "go", Secret, Cancellation);
        await house.Client.WaitForInstanceCompletionAsync(id, Cancellation);
        await second.StopAsync(Cancellation);

        Activity orchestration = telemetry.Span("orchestration:waiting");
        Assert.IsTrue(telemetry.Spans.Where(span => span.DisplayName == "activity:step").All(step => step.ParentSpanId == orchestration.SpanId));
        Assert.HasCount(2, telemetry.Spans.Where(span => span.DisplayName == "activity:step"));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Run_ActivityFails_SpansTellTheKindAndNotTheMessage()
    {
        using RecordedTelemetry telemetry = new();
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc<string, string>("failing", (context, text) => context.CallActivityAsync<string>("fail", text))
                .AddActivityFunc<string, string>("fail", string (_, text) => throw new InvalidOperationException(text)),
            Cancellation);

        await house.RunAsync("failing", Secret, Cancellation);
        await worker.StopAsync(Cancellation);

        Assert.AreEqual("System.InvalidOperationException", telemetry.Span("activity:fail").GetTagItem("error.type"));
        Assert.AreEqual(ActivityStatusCode.Error, telemetry.Span("orchestration:failing").Status);
        Assert.DoesNotContain(Secret, telemetry.Everything());
    }

    private static void AddTasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("parent", async (context, text) =>
            await context.CallSubOrchestratorAsync<string>("child", await context.CallActivityAsync<string>("step", text)))
        .AddOrchestratorFunc<string, string>("child", async (context, text) =>
            await context.CallActivityAsync<string>("step", await context.CallActivityAsync<string>("step", text)))
        .AddOrchestratorFunc<string, string>("waiting", async (context, text) =>
            await context.CallActivityAsync<string>("step", await context.CallActivityAsync<string>("step", text) + await context.WaitForExternalEvent<string>("go")))
        .AddActivityFunc<string, string>("step", (_, text) => $"{text}!");

    private static void Keep(IDurableTaskWorkerBuilder builder, int warm) =>
        builder.Services.Configure<GrpcDurableTaskWorkerOptions>(options => options.MaximumWarmOrchestrations = warm);
}
