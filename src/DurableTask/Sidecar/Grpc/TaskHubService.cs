using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Engine;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Grpc;

/// <summary>The protocol's rpcs, as clients call them. The worker's half and what is not offered are in the other parts of this class.</summary>
internal sealed partial class TaskHubService(TaskHub hub) : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    private const int PurgeBatch = 100;

    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context) =>
        new() { InstanceId = await hub.WriteAsync("start", transaction => Starting.Start(transaction, request)) };

    public override async Task<RestartInstanceResponse> RestartInstance(RestartInstanceRequest request, ServerCallContext context) =>
        new() { InstanceId = await hub.WriteAsync("start", transaction => Starting.Restart(transaction, request)) };

    public override async Task<RewindInstanceResponse> RewindInstance(RewindInstanceRequest request, ServerCallContext context)
    {
        await hub.WriteAsync("rewind", transaction => Rewinding.Rewind(transaction, request));
        return new RewindInstanceResponse();
    }

    public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) => Task.FromResult(Answer(request));

    public override Task<GetInstanceResponse> WaitForInstanceStart(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, status => status != OrchestrationStatus.Pending, context);

    public override Task<GetInstanceResponse> WaitForInstanceCompletion(GetInstanceRequest request, ServerCallContext context) =>
        WaitAsync(request, status => status.IsFinished(), context);

    public override async Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        await hub.WriteAsync("event", transaction => Steering.RaiseEvent(transaction, request));
        return new RaiseEventResponse();
    }

    public override async Task<TerminateResponse> TerminateInstance(TerminateRequest request, ServerCallContext context)
    {
        await hub.WriteAsync("event", transaction => Steering.Terminate(transaction, request));
        return new TerminateResponse();
    }

    public override async Task<SuspendResponse> SuspendInstance(SuspendRequest request, ServerCallContext context)
    {
        await hub.WriteAsync("event", transaction => Steering.Suspend(transaction, request));
        return new SuspendResponse();
    }

    public override async Task<ResumeResponse> ResumeInstance(ResumeRequest request, ServerCallContext context)
    {
        await hub.WriteAsync("event", transaction => Steering.Resume(transaction, request));
        return new ResumeResponse();
    }

    public override Task<QueryInstancesResponse> QueryInstances(QueryInstancesRequest request, ServerCallContext context) =>
        Task.FromResult(Reading(() => hub.Queries.Query(request.Query ?? new InstanceQuery())));

    public override Task<ListInstanceIdsResponse> ListInstanceIds(ListInstanceIdsRequest request, ServerCallContext context) =>
        Task.FromResult(Reading(() => hub.Queries.List(request)));

    public override async Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context)
    {
        switch (request.RequestCase)
        {
            case PurgeInstancesRequest.RequestOneofCase.InstanceId:
                return await PurgeAsync([request.InstanceId], request.Recursive);
            case PurgeInstancesRequest.RequestOneofCase.InstanceBatch:
                return await PurgeAsync([.. request.InstanceBatch.InstanceIds], request.Recursive);
            case PurgeInstancesRequest.RequestOneofCase.PurgeInstanceFilter:
                return await PurgeAsync(request.PurgeInstanceFilter, request.Recursive);
            default:
                throw Refusals.Because(StatusCode.InvalidArgument, "The purge names neither an instance, nor a batch, nor a filter.");
        }
    }

    public override async Task StreamInstanceHistory(StreamInstanceHistoryRequest request, IServerStreamWriter<HistoryChunk> responseStream, ServerCallContext context)
    {
        foreach (HistoryChunk chunk in Reading(() => hub.Histories.Read(request.InstanceId, request.ExecutionId)))
        {
            await responseStream.WriteAsync(chunk, context.CancellationToken);
        }
    }

    private static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is Microsoft.Data.Sqlite.SqliteException or ObjectDisposedException or DamagedRowException)
        {
            throw Refusals.From(error);
        }
    }

    private GetInstanceResponse Answer(GetInstanceRequest request)
    {
        OrchestrationState? state = Reading(() => hub.Queries.Find(request.InstanceId, request.GetInputsAndOutputs));
        return state is null ? new GetInstanceResponse() : new GetInstanceResponse { Exists = true, OrchestrationState = state };
    }

    private async Task<GetInstanceResponse> WaitAsync(GetInstanceRequest request, Func<OrchestrationStatus, bool> reached, ServerCallContext context)
    {
        try
        {
            return await WaitForAsync(request, reached, context);
        }
        finally
        {
            // The watch forgets an instance with its next change, which may never come. Others that wait for it look once more.
            hub.Watch.Changed(request.InstanceId);
        }
    }

    private async Task<GetInstanceResponse> WaitForAsync(GetInstanceRequest request, Func<OrchestrationStatus, bool> reached, ServerCallContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, hub.Closing);
        while (true)
        {
            Task changed = hub.Watch.NextChange(request.InstanceId);
            GetInstanceResponse answer = Answer(request);
            if (!answer.Exists)
            {
                throw Refusals.NoSuchInstance(request.InstanceId);
            }

            if (reached(answer.OrchestrationState.OrchestrationStatus))
            {
                return answer;
            }

            try
            {
                await changed.WaitAsync(ends.Token);
            }
            catch (OperationCanceledException) when (hub.Closing.IsCancellationRequested)
            {
                throw Refusals.Because(StatusCode.Unavailable, "The task hub is closing; wait again when it is back.");
            }
        }
    }

    private async Task<PurgeInstancesResponse> PurgeAsync(IReadOnlyList<string> ids, bool recursive) => new()
    {
        DeletedInstanceCount = await hub.WriteAsync("purge", transaction => Purging.Purge(transaction, ids, recursive)),
        IsComplete = true,
    };

    /// <summary>A filter may mean very many: they go in batches, so that others get their turn in between.</summary>
    private async Task<PurgeInstancesResponse> PurgeAsync(PurgeInstanceFilter filter, bool recursive)
    {
        long begun = hub.Clock.GetTimestamp();
        TimeSpan limit = filter.Timeout?.ToTimeSpan() ?? TimeSpan.MaxValue;
        var response = new PurgeInstancesResponse { IsComplete = true };
        foreach (string[] batch in Reading(() => hub.Queries.Finished(filter)).Chunk(PurgeBatch))
        {
            if (hub.Clock.GetElapsedTime(begun) > limit)
            {
                response.IsComplete = false;
                break;
            }

            response.DeletedInstanceCount += await hub.WriteAsync("purge", transaction => Purging.PurgeEnded(transaction, batch, recursive));
        }

        return response;
    }
}
