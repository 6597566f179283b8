using System.Text.Json;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker;
using static Tapir.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>One orchestration in two languages: each worker's filter names what it has, and the sidecar sends nothing else to it.</summary>
[TestClass]
public sealed class SplitTests
{
    [TestMethod]
    public async Task Orchestration_InDotNet_CallsActivitiesAndChildrenInJavaScript()
    {
        await using TcpSidecar sidecar = await TcpSidecar.StartAsync();
        await using JavaScriptWorker javaScript = await JavaScriptWorker.StartAsync(sidecar.Authority, "workers/activities");
        await using DotNetWorker dotNet = await DotNetWorker.StartAsync(sidecar.Address, tasks => tasks.AddOrchestratorFunc("net orchestration", async context =>
        {
            string upper = await context.CallActivityAsync<string>("js upper", "text");
            JsonElement child = await context.CallSubOrchestratorAsync<JsonElement>("js child", "deep");
            try
            {
                await context.CallActivityAsync("js fails");
                return "did not fail";
            }
            catch (TaskFailedException failed)
            {
                return $"{upper} {child.GetProperty("input")} {child.GetProperty("upper")} {child.GetProperty("parent").GetString() == context.InstanceId} {failed.FailureDetails.ErrorType}: {failed.FailureDetails.ErrorMessage}";
            }
        }));

        OrchestrationMetadata done = await RunAsync(sidecar, "net orchestration", null);

        Assert.AreEqual("TEXT deep DEEP True TypeError: not in JavaScript", done.ReadOutputAs<string>());
    }

    [TestMethod]
    public async Task Orchestration_InJavaScript_CallsActivitiesAndChildrenInDotNet()
    {
        int tries = 0;
        await using TcpSidecar sidecar = await TcpSidecar.StartAsync();
        await using JavaScriptWorker javaScript = await JavaScriptWorker.StartAsync(sidecar.Authority, "workers/orchestrations");
        await using DotNetWorker dotNet = await DotNetWorker.StartAsync(sidecar.Address, tasks => tasks
            .AddActivityFunc<string, int>("net length", (_, text) => text.Length)
            .AddActivityFunc<Named, string>("net record", (_, named) => $"{named.Name}{named.Values.Sum()}")
            .AddActivityFunc<int[], int>("net sum", (_, numbers) => numbers.Sum())
            .AddActivityFunc("net fails", _ => throw new InvalidOperationException("not in .NET", new IOException("inner", new TimeoutException("innermost"))))
            .AddActivityFunc("net flaky", _ => Interlocked.Increment(ref tries) < 3 ? throw new IOException("not yet") : tries)
            .AddOrchestratorFunc<string, string>("net child", async (context, input) =>
                $"{input} of {context.Parent!.Name}, {await context.CallActivityAsync<int>("net length", input)}"));

        OrchestrationMetadata done = await RunAsync(sidecar, "js orchestration", new[] { "a", "bcd", "[x]" });

        Answer answer = JsonSerializer.Deserialize<Answer>(done.SerializedOutput!, JsonSerializerOptions.Web)!;
        CollectionAssert.AreEqual(new[] { 1, 3, 3 }, answer.Lengths);
        Assert.AreEqual("n3", answer.Record);
        Assert.AreEqual(6, answer.List);
        Assert.AreEqual("from js of js orchestration, 7", answer.Child);
        StringAssert.Contains(answer.Failure, "not in .NET");
        Assert.AreEqual(3, answer.Flaky);
        await using GrpcDurableTaskClient client = sidecar.Client();
        IList<HistoryEvent> history = await client.GetOrchestrationHistoryAsync(done.InstanceId);
        Protobuf.TaskFailureDetails failure = history.First(entry => entry.TaskFailed is not null).TaskFailed.FailureDetails;
        Assert.AreEqual("System.IO.IOException: inner", $"{failure.InnerFailure.ErrorType}: {failure.InnerFailure.ErrorMessage}");
        Assert.AreEqual("System.TimeoutException: innermost", $"{failure.InnerFailure.InnerFailure.ErrorType}: {failure.InnerFailure.InnerFailure.ErrorMessage}");
    }

    [TestMethod]
    public async Task Rewind_FailureInJavaScriptUnderAChildInDotNet_ReachesIt()
    {
        int fine = 0;
        await using TcpSidecar sidecar = await TcpSidecar.StartAsync();
        await using JavaScriptWorker javaScript = await JavaScriptWorker.StartAsync(sidecar.Authority, "workers/rewinding");
        await using DotNetWorker dotNet = await DotNetWorker.StartAsync(sidecar.Address, tasks => tasks
            .AddOrchestratorFunc("net child", async context =>
                $"{await context.CallActivityAsync<int>("net fine")} {await context.CallActivityAsync<string>("js broken once")}")
            .AddActivityFunc("net fine", _ => Interlocked.Increment(ref fine)));
        await using GrpcDurableTaskClient client = sidecar.Client();
        string id = await client.ScheduleNewOrchestrationInstanceAsync("js parent");
        OrchestrationMetadata failed = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        StringAssert.Contains(failed.FailureDetails!.ErrorMessage, "broken in JavaScript");

        await client.RewindInstanceAsync(id, "mended");
        OrchestrationMetadata done = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.AreEqual(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus, done.FailureDetails?.ErrorMessage);
        Assert.AreEqual("[1,\"1 mended\"]", done.SerializedOutput);
    }

    [TestMethod]
    public async Task Versions_WorkersThatHandBackWhatIsNotTheirs_EachRunsItsOwn()
    {
        await using TcpSidecar sidecar = await TcpSidecar.StartAsync();
        await using JavaScriptWorker javaScript = await JavaScriptWorker.StartAsync(sidecar.Authority, "workers/versioned");
        await using DotNetWorker dotNet = await DotNetWorker.StartAsync(
            sidecar.Address,
            tasks => tasks.AddOrchestratorFunc("main", context => $".NET {context.Version}"),
            worker => worker.UseVersioning(new() { Version = "2.0", MatchStrategy = VersionMatchStrategy.Strict, FailureStrategy = VersionFailureStrategy.Reject }));
        await using GrpcDurableTaskClient client = sidecar.Client();

        string[] ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(number =>
            client.ScheduleNewOrchestrationInstanceAsync("main", new StartOrchestrationOptions { Version = number % 2 == 0 ? "1.0" : "2.0" })));
        OrchestrationMetadata[] ends = await Task.WhenAll(ids.Select(id => client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)));

        CollectionAssert.AreEqual(
            new[] { "JavaScript 1.0", ".NET 2.0", "JavaScript 1.0", ".NET 2.0", "JavaScript 1.0", ".NET 2.0" }, ends.Select(end => end.ReadOutputAs<string>()).ToArray());
    }

    private static async Task<OrchestrationMetadata> RunAsync(TcpSidecar sidecar, string name, object? input)
    {
        await using GrpcDurableTaskClient client = sidecar.Client();
        string id = await client.ScheduleNewOrchestrationInstanceAsync(name, input);
        OrchestrationMetadata done = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.AreEqual(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus, done.FailureDetails?.ErrorMessage);
        return done;
    }

    private sealed record Named(string Name, int[] Values);

    private sealed record Answer(int[] Lengths, string Record, int List, string Child, string Failure, int Flaky);
}
