using Grpc.Core;
using Grpc.Net.Client;
using Tapir.DurableTask.Protobuf;

namespace Tapir.Host.Engine;

/// <summary>The histories of orchestration instances as the wire has them. The SDKs' clients give other types each, of which not all show what an event carries.</summary>
internal sealed class InstanceHistories(GrpcChannel channel)
{
    private readonly TaskHubSidecarService.TaskHubSidecarServiceClient hub = new(channel);

    /// <summary>All events of an instance's present execution, oldest first.</summary>
    /// <exception cref="RpcException">NotFound: there is no such instance.</exception>
    public async Task<IReadOnlyList<HistoryEvent>> ReadAsync(string instanceId, CancellationToken cancellation)
    {
        List<HistoryEvent> history = [];
        using AsyncServerStreamingCall<HistoryChunk> stream = hub.StreamInstanceHistory(new StreamInstanceHistoryRequest { InstanceId = instanceId }, cancellationToken: cancellation);
        await foreach (HistoryChunk chunk in stream.ResponseStream.ReadAllAsync(cancellation))
        {
            history.AddRange(chunk.Events);
        }

        return history;
    }
}
