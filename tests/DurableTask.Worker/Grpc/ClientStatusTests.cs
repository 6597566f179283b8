using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.DurableTask.Client;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Tests.Grpc;

/// <summary>What a caller of the client sees for the status that a server answers with, and what the server is sent.</summary>
[TestClass]
public sealed class ClientStatusTests
{
    private static readonly Dictionary<string, Func<DurableTaskClient, Task>> Calls = new()
    {
        ["StartInstance"] = client => client.ScheduleNewOrchestrationInstanceAsync("work"),
        ["GetInstance"] = client => client.GetInstanceAsync("a"),
        ["RestartInstance"] = client => client.RestartAsync("a"),
        ["RewindInstance"] = client => client.RewindInstanceAsync("a", "why"),
        ["WaitForInstanceStart"] = client => client.WaitForInstanceStartAsync("a", CancellationToken.None),
        ["WaitForInstanceCompletion"] = client => client.WaitForInstanceCompletionAsync("a", CancellationToken.None),
        ["RaiseEvent"] = client => client.RaiseEventAsync("a", "go"),
        ["TerminateInstance"] = client => client.TerminateInstanceAsync("a"),
        ["SuspendInstance"] = client => client.SuspendInstanceAsync("a"),
        ["ResumeInstance"] = client => client.ResumeInstanceAsync("a"),
        ["QueryInstances"] = async client => await client.GetAllInstancesAsync().AsPages().GetAsyncEnumerator().MoveNextAsync(),
        ["ListInstanceIds"] = client => client.ListInstanceIdsAsync(),
        ["PurgeInstances"] = client => client.PurgeInstanceAsync("a"),
        ["StreamInstanceHistory"] = client => client.GetOrchestrationHistoryAsync("a"),
    };

    /// <summary>The protocol's table of status codes; all others pass unchanged.</summary>
    private static readonly Dictionary<(string Rpc, StatusCode Code), Type> Meanings = new()
    {
        [("StartInstance", StatusCode.AlreadyExists)] = typeof(OrchestrationAlreadyExistsException),
        [("StartInstance", StatusCode.InvalidArgument)] = typeof(ArgumentException),
        [("RestartInstance", StatusCode.NotFound)] = typeof(ArgumentException),
        [("RestartInstance", StatusCode.FailedPrecondition)] = typeof(InvalidOperationException),
        [("RewindInstance", StatusCode.NotFound)] = typeof(ArgumentException),
        [("RewindInstance", StatusCode.FailedPrecondition)] = typeof(InvalidOperationException),
        [("RewindInstance", StatusCode.Unimplemented)] = typeof(NotImplementedException),
        [("PurgeInstances", StatusCode.FailedPrecondition)] = typeof(InvalidOperationException),
        [("PurgeInstances", StatusCode.Unimplemented)] = typeof(NotImplementedException),
        [("StreamInstanceHistory", StatusCode.NotFound)] = typeof(ArgumentException),
        [("StreamInstanceHistory", StatusCode.Internal)] = typeof(InvalidOperationException),
    };

    public static IEnumerable<object[]> Statuses =>
        from rpc in Calls.Keys
        from code in Enum.GetValues<StatusCode>()
        where code != StatusCode.OK && (rpc, code) is not (("WaitForInstanceStart" or "WaitForInstanceCompletion"), StatusCode.DeadlineExceeded)
        select new object[] { rpc, code };

    [TestMethod]
    [DynamicData(nameof(Statuses))]
    public async Task Call_Refused_ThrowsWhatTheStatusMeansWithTheServersSentence(string rpc, StatusCode code)
    {
        RpcException refusal = new(new Status(code, "because of the weather"));
        await using GrpcDurableTaskClient client = ClientOf(new((asked, _) => asked == rpc ? refusal : throw new InvalidOperationException($"It called {asked}.")));

        Exception seen = await Assert.ThrowsAsync<Exception>(() => Calls[rpc](client));

        if (code == StatusCode.Cancelled)
        {
            Assert.IsInstanceOfType<OperationCanceledException>(seen);
            return;
        }

        Assert.AreEqual(Meanings.GetValueOrDefault((rpc, code), typeof(RpcException)), seen.GetType());
        Assert.Contains("because of the weather", seen.Message);
    }

    [TestMethod]
    [DataRow("WaitForInstanceStart")]
    [DataRow("WaitForInstanceCompletion")]
    public async Task Wait_EndedByADeadline_IsMadeAgain(string rpc)
    {
        int times = 0;
        await using GrpcDurableTaskClient client = ClientOf(new((_, _) => ++times < 4
            ? new RpcException(new Status(StatusCode.DeadlineExceeded, "a proxy's limit"))
            : new GetInstanceResponse { Exists = true, OrchestrationState = new OrchestrationState { InstanceId = "a", Name = "work" } }));

        await Calls[rpc](client);

        Assert.AreEqual(4, times);
    }

    [TestMethod]
    public async Task GetInstance_Unknown_IsNull()
    {
        await using GrpcDurableTaskClient client = ClientOf(new((_, _) => new GetInstanceResponse { Exists = false }));

        Assert.IsNull(await client.GetInstanceAsync("a"));
    }

    [TestMethod]
    public async Task ScheduleNewOrchestrationInstance_WithNothingSaid_SendsAnIdAndTheTimeAndNoMore()
    {
        ScriptedInvoker server = new((_, request) => new CreateInstanceResponse { InstanceId = ((CreateInstanceRequest)request).InstanceId });
        await using GrpcDurableTaskClient client = ClientOf(server);

        string id = await client.ScheduleNewOrchestrationInstanceAsync("work");

        CreateInstanceRequest sent = server.Requests<CreateInstanceRequest>().Single();
        Assert.AreEqual(id, Guid.ParseExact(sent.InstanceId, "N").ToString("N"));
        Assert.IsNotNull(sent.RequestTime);
        Assert.IsNull(sent.Version);
        Assert.IsNull(sent.Input);
        Assert.IsNull(sent.ExecutionId);
        Assert.IsNull(sent.OrchestrationIdReusePolicy);
        Assert.IsNull(sent.ScheduledStartTimestamp);
    }

    [TestMethod]
    public async Task ScheduleNewOrchestrationInstance_WithDedupeStatuses_SendsTheOthersAsReplaceable()
    {
        ScriptedInvoker server = new((_, _) => new CreateInstanceResponse());
        await using GrpcDurableTaskClient client = ClientOf(server);

        await client.ScheduleNewOrchestrationInstanceAsync("work", new StartOrchestrationOptions { DedupeStatuses = ["Running", "pending"] });

        CollectionAssert.AreEquivalent(
            new[] { OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated, OrchestrationStatus.Canceled, OrchestrationStatus.Suspended },
            server.Requests<CreateInstanceRequest>().Single().OrchestrationIdReusePolicy.ReplaceableStatus);
    }

    [TestMethod]
    public async Task Queries_FirstPage_AskAsTheProtocolSays()
    {
        ScriptedInvoker server = new((_, _) => null);
        await using GrpcDurableTaskClient client = ClientOf(server);

        await Calls["QueryInstances"](client);
        await client.ListInstanceIdsAsync();
        await client.PurgeInstanceAsync("a");

        InstanceQuery query = server.Requests<QueryInstancesRequest>().Single().Query;
        Assert.AreEqual(100, query.MaxInstanceCount);
        Assert.IsNull(query.ContinuationToken);
        Assert.AreEqual(string.Empty, server.Requests<ListInstanceIdsRequest>().Single().LastInstanceKey);
        Assert.IsTrue(server.Requests<PurgeInstancesRequest>().Single().IsOrchestration);
    }

    private static GrpcDurableTaskClient ClientOf(ScriptedInvoker server) => new("test", new GrpcDurableTaskClientOptions { CallInvoker = server }, NullLogger.Instance);
}
