using Grpc.Net.Client;

namespace Tapir.Host.Engine;

/// <summary>A channel among the parts that are disposed of asynchronously.</summary>
internal sealed class OwnedChannel(GrpcChannel channel) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        channel.Dispose();
        return ValueTask.CompletedTask;
    }
}
