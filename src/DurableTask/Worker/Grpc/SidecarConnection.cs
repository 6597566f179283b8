using Grpc.Core;
using Grpc.Net.Client;
using Tapir.DurableTask.Protobuf;
using Sidecar = Tapir.DurableTask.Protobuf.TaskHubSidecarService.TaskHubSidecarServiceClient;

namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>The way to the sidecar. A channel of the worker's own is opened anew when it seems to lead nowhere.</summary>
internal sealed class SidecarConnection : IDisposable
{
    private readonly string? address;
    private readonly bool owned;
    private GrpcChannel? channel;

    public SidecarConnection(GrpcDurableTaskWorkerOptions options)
    {
        CallInvoker? given = options.CallInvoker ?? options.Channel?.CreateCallInvoker();
        owned = given is null;
        address = options.Address;
        Address = options.Channel?.Target ?? options.Address ?? SidecarChannel.DefaultAddress;
        Sidecar = given is null ? Open() : new(given);
    }

    /// <value>For messages.</value>
    public string Address { get; }

    public Sidecar Sidecar { get; private set; }

    /// <summary>Opens the channel anew, if it is the worker's own. Calls under way on the old one fail and are made again.</summary>
    public void Reopen()
    {
        if (!owned)
        {
            return;
        }

        GrpcChannel? old = channel;
        Sidecar = Open();
        old?.Dispose();
    }

    public void Dispose() => channel?.Dispose();

    private Sidecar Open()
    {
        channel = SidecarChannel.ForAddress(address);
        return new(channel);
    }
}
