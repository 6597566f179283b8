using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Client;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>Client, worker and sidecar, each the real one: what an orchestrator can do.</summary>
[TestClass]
public sealed class WorkerEndToEndTests
{
    private const int Limit = 60_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Failure_ThatClimbsOutOfVeryManySubOrchestrations_ArrivesWithItsCause()
    {
        const int Depth = 120;
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc<int, string>("down", (context, depth) => depth == 0
                ? throw new InvalidOperationException("the ground")
                : context.CallSubOrchestratorAsync<string>("down", depth - 1)),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("down", Depth, Cancellation);

        Assert.AreEqual(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        TaskFailureDetails cause = done.FailureDetails!;
        while (cause.InnerFailure is { } inner)
        {
            cause = inner;
        }

        Assert.AreEqual("the ground", cause.ErrorMessage);
        Assert.IsLessThan(10_000, done.FailureDetails!.ErrorMessage.Length);
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    [DataRow(false, DisplayName = "over a Unix socket")]
    [DataRow(true, DisplayName = "over TCP")]
    public async Task Run_TwoActivitiesInARow_ReturnsWhatTheyMade(bool overTcp)
    {
        await using House house = await House.OpenAsync(Cancellation, overTcp: overTcp);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc<string, string>("hello", async (context, name) =>
                {
                    string greeting = await context.CallActivityAsync<string>("greet", name);
                    return await context.CallActivityAsync<string>("shout", greeting);
                })
                .AddActivityFunc<string, string>("greet", (_, name) => $"hello {name}")
                .AddActivityFunc<string, string>("shout", (_, text) => text.ToUpperInvariant()),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("hello", "tapir", Cancellation);

        Assert.AreEqual(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.AreEqual("HELLO TAPIR", done.ReadOutputAs<string>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RaiseEvent_InstanceWaits_GoesOnWithIt()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc("wait", context => context.WaitForExternalEvent<int>("Number")), Cancellation);
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("wait", Cancellation);

        await house.Client.RaiseEventAsync(id, "number", 42, Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual(42, done.ReadOutputAs<int>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CallSubOrchestrator_ChildFails_TheParentSeesWhy()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("parent", async context =>
                {
                    string grown = await context.CallSubOrchestratorAsync<string>("child", "grow");
                    try
                    {
                        return await context.CallSubOrchestratorAsync<string>("child", "fail");
                    }
                    catch (TaskFailedException failed)
                    {
                        return $"{grown}, then {failed.FailureDetails.ErrorMessage}";
                    }
                })
                .AddOrchestratorFunc<string, string>("child", (context, what) => what == "grow"
                    ? $"child of {context.Parent!.Name}"
                    : throw new InvalidOperationException("would not grow")),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("parent", null, Cancellation);

        Assert.AreEqual("child of parent, then would not grow", done.ReadOutputAs<string>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CreateTimer_AnHour_FiresWhenTheHubsClockSaysSo()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using House house = await House.OpenAsync(Cancellation, clock);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc("sleep", async context =>
            {
                DateTime before = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return (context.CurrentUtcDateTime - before).TotalHours;
            }),
            Cancellation);
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("sleep", Cancellation);
        await house.Client.WaitForInstanceStartAsync(id, Cancellation);

        clock.Advance(TimeSpan.FromHours(1));
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual(1, done.ReadOutputAs<double>(), 1e-9);
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CallActivity_FailsTwiceUnderAPolicy_SucceedsTheThirdTime()
    {
        int tries = 0;
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("retry", context => context.CallActivityAsync<int>(
                    "flaky", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(1)))))
                .AddActivityFunc("flaky", _ => Interlocked.Increment(ref tries) < 3 ? throw new IOException("not yet") : tries),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("retry", null, Cancellation);

        Assert.AreEqual(3, done.ReadOutputAs<int>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ContinueAsNew_EventsBetween_AreNotLost()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc<int[], int[]>("collect", async (context, soFar) =>
            {
                int[] more = [.. soFar, await context.WaitForExternalEvent<int>("item")];
                if (more.Length < 20)
                {
                    context.ContinueAsNew(more);
                }

                return more;
            }),
            Cancellation);
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("collect", Array.Empty<int>(), Cancellation);

        for (int item = 0; item < 20; item++)
        {
            await house.Client.RaiseEventAsync(id, "item", item, Cancellation);
        }

        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        CollectionAssert.AreEqual(Enumerable.Range(0, 20).ToArray(), done.ReadOutputAs<int[]>());
        await worker.StopAsync(Cancellation);
    }
}
