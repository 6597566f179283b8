using Tapir.DurableTask.Client;
using Tapir.DurableTask.Client.Grpc;

namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>Tapir's client, and the worker of the official SDK for JavaScript.</summary>
[TestClass]
public sealed class JavaScriptWorkerTests : IAsyncDisposable
{
    private TcpSidecar sidecar = null!;
    private JavaScriptWorker worker = null!;
    private GrpcDurableTaskClient client = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        sidecar = await TcpSidecar.StartAsync();
        client = sidecar.Client();
        worker = await JavaScriptWorker.StartAsync(sidecar.Authority, "workers/tasks");
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await sidecar.DisposeAsync();

        // Null where Node is missing and the test was skipped for that.
        if (worker is not null)
        {
            await worker.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task Schedule_FanOut_ReturnsWhatJavaScriptMade()
    {
        OrchestrationMetadata done = await RunAsync("squares", 20);

        CollectionAssert.AreEqual(Enumerable.Range(0, 20).Select(n => n * n).ToArray(), done.ReadOutputAs<int[]>());
    }

    [TestMethod]
    public async Task Schedule_WithVersionTagsAndStart_AllOfItArrives()
    {
        var tags = new Dictionary<string, string> { ["team"] = "red" };
        DateTimeOffset start = DateTimeOffset.UtcNow.AddMilliseconds(500);

        OrchestrationMetadata done = await RunAsync("echo", new { a = "ü" }, new StartOrchestrationOptions("tagged", start) { Version = "1.3", Tags = tags });

        Assert.AreEqual("{\"version\":\"1.3\"}", done.SerializedCustomStatus);
        Assert.AreEqual("{\"a\":\"ü\"}", done.ReadOutputAs<System.Text.Json.JsonElement>().GetRawText());
        Assert.AreEqual("red", done.Tags["team"]);
        Assert.IsGreaterThanOrEqualTo(start, done.LastUpdatedAt);
    }

    [TestMethod]
    public async Task Schedule_IdInUse_FollowsTheReusePolicy()
    {
        await RunAsync("echo", 1, new StartOrchestrationOptions("mine"));
        await client.ScheduleNewOrchestrationInstanceAsync("wait", new StartOrchestrationOptions("waiting"));
        await client.WaitForInstanceStartAsync("waiting");
        StartOrchestrationOptions Keeping(string id, params OrchestrationRuntimeStatus[] kept) => new StartOrchestrationOptions(id).WithDedupeStatuses(kept);

        await Assert.ThrowsExactlyAsync<OrchestrationAlreadyExistsException>(() => client.ScheduleNewOrchestrationInstanceAsync("echo", 2, new StartOrchestrationOptions("mine")));
        await Assert.ThrowsExactlyAsync<OrchestrationAlreadyExistsException>(() =>
            client.ScheduleNewOrchestrationInstanceAsync("echo", 2, Keeping("mine", OrchestrationRuntimeStatus.Completed)));
        OrchestrationMetadata replaced = await RunAsync("echo", 3, Keeping("mine", OrchestrationRuntimeStatus.Failed));
        OrchestrationMetadata interrupted = await RunAsync("echo", 4, Keeping("waiting", OrchestrationRuntimeStatus.Completed));

        Assert.AreEqual(3, replaced.ReadOutputAs<int>());
        Assert.AreEqual(4, interrupted.ReadOutputAs<int>());
    }

    [TestMethod]
    public async Task RaiseEvent_BeforeAndWhileSuspended_AllArriveInOrder()
    {
        string id = await client.ScheduleNewOrchestrationInstanceAsync("wait");
        await client.RaiseEventAsync(id, "GO", new { n = 1 });
        await client.SuspendInstanceAsync(id, "a pause");
        await client.RaiseEventAsync(id, "go", "two");

        Assert.AreEqual(OrchestrationRuntimeStatus.Suspended, (await client.GetInstanceAsync(id))!.RuntimeStatus);
        await client.ResumeInstanceAsync(id, "enough");
        OrchestrationMetadata done = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.AreEqual("[{\"n\":1},\"two\"]", done.SerializedOutput);
    }

    [TestMethod]
    public async Task Terminate_ParentWithItsChild_BothEndAndCanBePurged()
    {
        string id = await client.ScheduleNewOrchestrationInstanceAsync("parent", new StartOrchestrationOptions("p"));
        while (await client.GetInstanceAsync("p-child") is null)
        {
            await Task.Yield();
        }

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => client.PurgeInstanceAsync(id));
        await client.TerminateInstanceAsync(id, new TerminateInstanceOptions(new { why = "enough" }, Recursive: true));
        OrchestrationMetadata parent = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        OrchestrationMetadata child = await client.WaitForInstanceCompletionAsync("p-child");
        PurgeResult purged = await client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true));

        Assert.AreEqual(OrchestrationRuntimeStatus.Terminated, parent.RuntimeStatus);
        Assert.AreEqual("{\"why\":\"enough\"}", parent.SerializedOutput);
        Assert.AreEqual(OrchestrationRuntimeStatus.Terminated, child.RuntimeStatus);
        Assert.AreEqual(2, purged.PurgedInstanceCount);
    }

    [TestMethod]
    public async Task Rewind_ActivityFailed_ItRunsAgain()
    {
        OrchestrationMetadata failed = await RunAsync("breaks", null);
        StringAssert.Contains(failed.FailureDetails!.ErrorMessage, "broken");

        await client.RewindInstanceAsync(failed.InstanceId, "once more");
        OrchestrationMetadata done = await client.WaitForInstanceCompletionAsync(failed.InstanceId, getInputsAndOutputs: true);

        Assert.AreEqual(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.AreEqual("mended", done.ReadOutputAs<string>());
    }

    [TestMethod]
    public async Task Restart_EndedInstance_RunsItsInputAgain()
    {
        OrchestrationMetadata done = await RunAsync("echo", "in");

        string again = await client.RestartAsync(done.InstanceId, restartWithNewInstanceId: true);

        Assert.AreNotEqual(done.InstanceId, again);
        Assert.AreEqual("in", (await client.WaitForInstanceCompletionAsync(again, getInputsAndOutputs: true)).ReadOutputAs<string>());
    }

    [TestMethod]
    public async Task GetAllInstances_PageAboveTheReceiveLimit_IsCut()
    {
        for (int n = 0; n < 6; n++)
        {
            await RunAsync("large", 1_000_000, new StartOrchestrationOptions($"large-{n}"));
        }

        List<int> lengths = [];
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 10, FetchInputsAndOutputs: true, InstanceIdPrefix: "large-")))
        {
            lengths.Add(instance.ReadOutputAs<string>()!.Length);
        }

        CollectionAssert.AreEqual(Enumerable.Repeat(1_000_000, 6).ToArray(), lengths);
    }

    [TestMethod]
    public async Task ListAndHistory_OfWhatJavaScriptRan_AreThere()
    {
        await RunAsync("squares", 3, new StartOrchestrationOptions("s"));

        Page<string> ids = await client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Completed], DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        IList<Protobuf.HistoryEvent> history = await client.GetOrchestrationHistoryAsync("s");

        CollectionAssert.AreEqual(new[] { "s" }, ids.Values.ToArray());
        Assert.HasCount(3, history.Where(entry => entry.TaskScheduled?.Name == "square"));
        Assert.HasCount(3, history.Where(entry => entry.TaskCompleted is not null));
    }

    private async Task<OrchestrationMetadata> RunAsync(string name, object? input, StartOrchestrationOptions? options = null)
    {
        string id = await client.ScheduleNewOrchestrationInstanceAsync(name, input, options);
        return await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
    }
}
