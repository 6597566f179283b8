using System.Threading.Channels;
using Grpc.Core;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Dispatch;

namespace Tapir.DurableTask.Sidecar.Grpc;

/// <summary>The rpcs that workers call.</summary>
internal sealed partial class TaskHubService
{
    public override async Task GetWorkItems(GetWorkItemsRequest request, IServerStreamWriter<WorkItem> responseStream, ServerCallContext context)
    {
        bool keepsExecutors = context.RequestHeaders.Get(WarmExecutors.Header) is not null;
        var worker = new WorkerConnection(context.Peer, request, keepsExecutors, context.RequestHeaders.GetValue(WorkerSession.Header));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, hub.Closing);
        await using ITimer ping = hub.Clock.CreateTimer(
            _ => worker.Send(new WorkItem { HealthPing = new HealthPing() }), null, hub.Options.HealthPingInterval, hub.Options.HealthPingInterval);

        // The headers go out at once: until then the worker does not know that it is connected.
        await context.WriteResponseHeadersAsync([]);
        await hub.Workers.ConnectAsync(worker);
        try
        {
            await foreach (WorkItem item in worker.Outgoing.ReadAllAsync(ends.Token))
            {
                Instants.Reach("item.before-send");
                await responseStream.WriteAsync(item, ends.Token);
                Instants.Reach("item.after-send");
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or InvalidOperationException or ChannelClosedException)
        {
            // The stream is gone, cleanly or not; what it held goes out again below. When it is the hub that goes, what workers hold is nobody's loss, and goes out when it is back.
        }
        finally
        {
            worker.Close();
            if (!hub.Closing.IsCancellationRequested)
            {
                await hub.Workers.DisconnectAsync(worker);
            }
        }
    }

    public override async Task<CompleteTaskResponse> CompleteOrchestratorTask(OrchestratorResponse request, ServerCallContext context)
    {
        await hub.Workers.CompleteTurnAsync(request);
        return new CompleteTaskResponse();
    }

    public override async Task<CompleteTaskResponse> CompleteActivityTask(ActivityResponse request, ServerCallContext context)
    {
        await hub.Workers.CompleteActivityAsync(request);
        return new CompleteTaskResponse();
    }

    public override async Task<AbandonOrchestrationTaskResponse> AbandonTaskOrchestratorWorkItem(AbandonOrchestrationTaskRequest request, ServerCallContext context)
    {
        await AbandonAsync(request.CompletionToken, WorkKind.Turn, context);
        return new AbandonOrchestrationTaskResponse();
    }

    public override async Task<AbandonActivityTaskResponse> AbandonTaskActivityWorkItem(AbandonActivityTaskRequest request, ServerCallContext context)
    {
        await AbandonAsync(request.CompletionToken, WorkKind.Activity, context);
        return new AbandonActivityTaskResponse();
    }

    private Task AbandonAsync(string token, WorkKind kind, ServerCallContext context) => context.RequestHeaders.GetValueBytes(HandBackReason.Header) is { Length: > 0 } reason
        ? hub.Workers.AbandonAsync(token, kind, HandBackReason.Read(reason))
        : hub.Workers.AbandonAsync(token, kind);
}
