using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Tests;

/// <summary>A worker that does what a test tells it: takes one item after another and answers by hand.</summary>
internal sealed class ScriptedWorker : IAsyncDisposable
{
    private readonly AsyncServerStreamingCall<WorkItem> stream;

    private ScriptedWorker(TaskHubSidecarService.TaskHubSidecarServiceClient client, AsyncServerStreamingCall<WorkItem> stream)
    {
        Client = client;
        this.stream = stream;
    }

    public TaskHubSidecarService.TaskHubSidecarServiceClient Client { get; }

    public static async Task<ScriptedWorker> ConnectAsync(TaskHubSidecarService.TaskHubSidecarServiceClient client, GetWorkItemsRequest request, Metadata? headers = null)
    {
        await client.HelloAsync(new Empty());
        AsyncServerStreamingCall<WorkItem> stream = client.GetWorkItems(request, headers);
        await stream.ResponseHeadersAsync;
        return new ScriptedWorker(client, stream);
    }

    public async Task<WorkItem> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await stream.ResponseStream.MoveNext(limit.Token))
        {
            if (stream.ResponseStream.Current.HealthPing is null)
            {
                return stream.ResponseStream.Current;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    public async Task<WorkItem> TurnAsync()
    {
        WorkItem item = await NextAsync();
        Assert.IsNotNull(item.OrchestratorRequest, $"expected a turn, got {item}");
        return item;
    }

    public async Task<WorkItem> ActivityAsync()
    {
        WorkItem item = await NextAsync();
        Assert.IsNotNull(item.ActivityRequest, $"expected an activity, got {item}");
        return item;
    }

    /// <summary>The next two items, which come in any order.</summary>
    public async Task<(WorkItem Turn, WorkItem Activity)> TurnAndActivityAsync()
    {
        WorkItem first = await NextAsync();
        WorkItem second = await NextAsync();
        return first.OrchestratorRequest is null ? (second, first) : (first, second);
    }

    public Task CompleteAsync(WorkItem turn, params OrchestratorAction[] actions) => Client.CompleteOrchestratorTaskAsync(Response(turn, actions)).ResponseAsync;

    public Task CompleteAsync(WorkItem activity, string? result) => Client.CompleteActivityTaskAsync(new ActivityResponse
    {
        InstanceId = activity.ActivityRequest.OrchestrationInstance.InstanceId,
        TaskId = activity.ActivityRequest.TaskId,
        Result = result,
        CompletionToken = activity.CompletionToken,
    }).ResponseAsync;

    public Task FailAsync(WorkItem activity, string message) => Client.CompleteActivityTaskAsync(new ActivityResponse
    {
        InstanceId = activity.ActivityRequest.OrchestrationInstance.InstanceId,
        TaskId = activity.ActivityRequest.TaskId,
        FailureDetails = new TaskFailureDetails { ErrorType = "System.IO.IOException", ErrorMessage = message },
        CompletionToken = activity.CompletionToken,
    }).ResponseAsync;

    /// <summary>Hands a turn back as a worker does that cannot take it now.</summary>
    public async Task AbandonAsync(WorkItem turn) =>
        await Client.AbandonTaskOrchestratorWorkItemAsync(new AbandonOrchestrationTaskRequest { CompletionToken = turn.CompletionToken });

    /// <summary>Hands an item back as a worker does that never takes it.</summary>
    public async Task RefuseAsync(WorkItem item, string reason)
    {
        Metadata headers = new() { { HandBackReason.Header, HandBackReason.Write(reason) } };
        if (item.OrchestratorRequest is not null)
        {
            await Client.AbandonTaskOrchestratorWorkItemAsync(new AbandonOrchestrationTaskRequest { CompletionToken = item.CompletionToken }, headers);
        }
        else
        {
            await Client.AbandonTaskActivityWorkItemAsync(new AbandonActivityTaskRequest { CompletionToken = item.CompletionToken }, headers);
        }
    }

    public static OrchestratorResponse Response(WorkItem turn, params OrchestratorAction[] actions)
    {
        var response = new OrchestratorResponse { InstanceId = turn.OrchestratorRequest.InstanceId, CompletionToken = turn.CompletionToken };
        response.Actions.AddRange(actions);
        return response;
    }

    public ValueTask DisposeAsync()
    {
        stream.Dispose();
        return ValueTask.CompletedTask;
    }
}
