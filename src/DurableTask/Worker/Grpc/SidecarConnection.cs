using Grpc.Core;
using Grpc.Net.Client;
using Tapir.DurableTask.Protobuf;
using Sidecar = Tapir.DurableTask.Protobuf.TaskHubSidecarService.TaskHubSidecarServiceClient;

namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>The way to the sidecar. A channel of the worker's own is opened anew when it seems to lead nowhere.</summary>
internal sealed class SidecarConnection : IDisposable
{
    private readonly string? _address;
    private readonly bool _owned;
    private GrpcChannel? _channel;

    public SidecarConnection(GrpcDurableTaskWorkerOptions options)
    {
        CallInvoker? given = options.CallInvoker ?? options.Channel?.CreateCallInvoker();
        _owned = given is null;
        _address = options.Address;
        Address = options.Channel?.Target ?? options.Address ?? SidecarChannel.DefaultAddress;
        Sidecar = given is null ? Open() : new(given);
    }

    /// <value>For messages.</value>
    public string Address { get; }

    public Sidecar Sidecar { get; private set; }

    /// <summary>Opens the channel anew, if it is the worker's own. Calls under way on the old one fail and are made again.</summary>
    public void Reopen()
    {
        if (!_owned)
        {
            return;
        }

        GrpcChannel? old = _channel;
        Sidecar = Open();
        old?.Dispose();
    }

    public void Dispose() => _channel?.Dispose();

    private Sidecar Open()
    {
        _channel = SidecarChannel.ForAddress(_address);
        return new(_channel);
    }
}
