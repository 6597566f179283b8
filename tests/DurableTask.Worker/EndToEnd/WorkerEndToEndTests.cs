using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Worker.Grpc;

namespace Tapir.DurableTask.Worker.Tests.EndToEnd;

/// <summary>Client, worker and sidecar, each the real one.</summary>
[TestClass]
public sealed class WorkerEndToEndTests
{
    private const int Limit = 60_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

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
    public async Task Worker_RestartedMidway_GoesOnWithoutDoingAnythingTwice()
    {
        int washed = 0;
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("laundry", async context =>
            {
                string clean = await context.CallActivityAsync<string>("wash");
                context.SetCustomStatus("washed");
                await context.WaitForExternalEvent<bool>("sun");
                return await context.CallActivityAsync<string>("dry", clean);
            })
            .AddActivityFunc("wash", _ => $"washed {Interlocked.Increment(ref washed)} times")
            .AddActivityFunc<string, string>("dry", (_, clean) => $"{clean} and dried");
        await using House house = await House.OpenAsync(Cancellation);
        string id;
        using (IHost first = await house.StartWorkerAsync(Tasks, Cancellation))
        {
            id = await house.Client.ScheduleNewOrchestrationInstanceAsync("laundry", Cancellation);
            await WaitForStatusAsync(house, id, "\"washed\"");
            await first.StopAsync(Cancellation);
        }

        await house.Client.RaiseEventAsync(id, "sun", true, Cancellation);
        using IHost second = await house.StartWorkerAsync(Tasks, Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual("washed 1 times and dried", done.ReadOutputAs<string>());
        await second.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Sidecar_RestartedMidway_TheWorkerComesBackAndGoesOn()
    {
        int washed = 0;
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("laundry", async context =>
                {
                    string clean = await context.CallActivityAsync<string>("wash");
                    context.SetCustomStatus("washed");
                    return clean + await context.WaitForExternalEvent<string>("sun");
                })
                .AddActivityFunc("wash", _ => $"washed {Interlocked.Increment(ref washed)} times"),
            Cancellation);
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("laundry", Cancellation);
        await WaitForStatusAsync(house, id, "\"washed\"");

        await house.RestartSidecarAsync(Cancellation);
        await house.Client.RaiseEventAsync(id, "sun", " and dried", Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual("washed 1 times and dried", done.ReadOutputAs<string>());
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

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CallActivity_ResultAboveTheMessageLimit_FailsWithASentence()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("huge", context => context.CallActivityAsync<string>("make"))
                .AddActivityFunc("make", _ => new string('x', 5_000_000)),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("huge", null, Cancellation);

        Assert.AreEqual(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        StringAssert.Contains(done.FailureDetails!.ErrorMessage, "return references");
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task History_AboveTheMessageLimit_ReachesAWorkerThatHasNothingKept()
    {
        void Tasks(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("long", async context =>
            {
                int length = 0;
                for (int i = 0; i < 8; i++)
                {
                    length += (await context.CallActivityAsync<string>("make")).Length;
                }

                context.SetCustomStatus("made");
                await context.WaitForExternalEvent<bool>("go on");
                return length + (await context.CallActivityAsync<string>("make")).Length;
            })
            .AddActivityFunc("make", _ => new string('x', 750_000));
        await using House house = await House.OpenAsync(Cancellation);
        string id;
        using (IHost first = await house.StartWorkerAsync(Tasks, Cancellation))
        {
            id = await house.Client.ScheduleNewOrchestrationInstanceAsync("long", Cancellation);
            await WaitForStatusAsync(house, id, "\"made\"");
            await first.StopAsync(Cancellation);
        }

        await house.Client.RaiseEventAsync(id, "go on", true, Cancellation);
        using IHost second = await house.StartWorkerAsync(Tasks, Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

        Assert.AreEqual(9 * 750_000, done.ReadOutputAs<int>());
        await second.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task FanOut_ThousandInputsAboveTheMessageLimit_AreSentInParts()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("fan", async context =>
                {
                    int[] lengths = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => context.CallActivityAsync<int>("measure", new string('x', 10_000))));
                    return lengths.Sum();
                })
                .AddActivityFunc<string, int>("measure", (_, text) => text.Length),
            Cancellation);

        OrchestrationMetadata done = await house.RunAsync("fan", null, Cancellation);

        Assert.AreEqual(5_000_000, done.ReadOutputAs<int>());
        await worker.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Workers_WithFilters_EachGetTheirOwn()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost orchestrating = await house.StartWorkerAsync(
            tasks => tasks.AddOrchestratorFunc("split", async context =>
                await context.CallActivityAsync<string>("left") + await context.CallActivityAsync<string>("right")),
            Cancellation,
            worker => worker.UseWorkItemFilters());
        using IHost left = await house.StartWorkerAsync(tasks => tasks.AddActivityFunc("left", _ => "l"), Cancellation, worker => worker.UseWorkItemFilters());
        using IHost right = await house.StartWorkerAsync(tasks => tasks.AddActivityFunc("right", _ => "r"), Cancellation, worker => worker.UseWorkItemFilters());

        OrchestrationMetadata done = await house.RunAsync("split", null, Cancellation);

        Assert.AreEqual("lr", done.ReadOutputAs<string>());
        await Task.WhenAll(orchestrating.StopAsync(Cancellation), left.StopAsync(Cancellation), right.StopAsync(Cancellation));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Stop_ActivityInHand_IsFinishedFirst()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource allowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("slow", context => context.CallActivityAsync<string>("work"))
                .AddActivityFunc("work", async _ =>
                {
                    begun.SetResult();
                    await allowed.Task;
                    return "finished";
                }),
            Cancellation);
        string id = await house.Client.ScheduleNewOrchestrationInstanceAsync("slow", Cancellation);
        await begun.Task.WaitAsync(Cancellation);

        Task stopped = worker.StopAsync(Cancellation);
        Assert.IsFalse(stopped.IsCompleted);
        allowed.SetResult();
        await stopped;

        using IHost next = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("slow", context => context.CallActivityAsync<string>("work"))
                .AddActivityFunc("work", _ => "done again"),
            Cancellation);
        OrchestrationMetadata done = await house.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);
        Assert.AreEqual("finished", done.ReadOutputAs<string>());
        await next.StopAsync(Cancellation);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Client_UnknownAndTakenIds_AreAnsweredPlainly()
    {
        await using House house = await House.OpenAsync(Cancellation);
        await house.Client.ScheduleNewOrchestrationInstanceAsync("never", new StartOrchestrationOptions("mine"), Cancellation);

        Assert.IsNull(await house.Client.GetInstanceAsync("unknown", Cancellation));
        await Assert.ThrowsExactlyAsync<OrchestrationAlreadyExistsException>(
            () => house.Client.ScheduleNewOrchestrationInstanceAsync("never", new StartOrchestrationOptions("mine"), Cancellation));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => house.Client.RestartAsync("unknown", cancellation: Cancellation));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => house.Client.GetOrchestrationHistoryAsync("unknown", Cancellation));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Client_QueriesPurgeAndTermination_Work()
    {
        await using House house = await House.OpenAsync(Cancellation);
        using IHost worker = await house.StartWorkerAsync(
            tasks => tasks
                .AddOrchestratorFunc("quick", _ => 1)
                .AddOrchestratorFunc("endless", context => context.WaitForExternalEvent<int>("never")),
            Cancellation);
        for (int i = 0; i < 5; i++)
        {
            await house.RunAsync("quick", null, Cancellation);
        }

        string endless = await house.Client.ScheduleNewOrchestrationInstanceAsync("endless", Cancellation);
        await house.Client.TerminateInstanceAsync(endless, "enough", Cancellation);
        OrchestrationMetadata ended = await house.Client.WaitForInstanceCompletionAsync(endless, getInputsAndOutputs: true, Cancellation);
        Assert.AreEqual(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.AreEqual("enough", ended.ReadOutputAs<string>());

        List<OrchestrationMetadata> completed = [];
        await foreach (OrchestrationMetadata instance in house.Client.GetAllInstancesAsync(new(Statuses: [OrchestrationRuntimeStatus.Completed], PageSize: 2)).WithCancellation(Cancellation))
        {
            completed.Add(instance);
        }

        Assert.HasCount(5, completed);
        Assert.AreEqual(5, (await house.Client.PurgeAllInstancesAsync(new(Statuses: [OrchestrationRuntimeStatus.Completed]), Cancellation)).PurgedInstanceCount);
        Assert.IsNull(await house.Client.GetInstanceAsync(completed[0].InstanceId, Cancellation));
        await worker.StopAsync(Cancellation);
    }

    private async Task WaitForStatusAsync(House house, string id, string status)
    {
        while ((await house.Client.GetInstanceAsync(id, getInputsAndOutputs: true, Cancellation))?.SerializedCustomStatus != status)
        {
            await Task.Yield();
        }
    }
}
