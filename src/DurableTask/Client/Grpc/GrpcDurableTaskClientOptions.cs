using Grpc.Core;
using Grpc.Net.Client;

namespace Tapir.DurableTask.Client.Grpc;

/// <summary>Where a client finds its sidecar. The most specific of the three is used: call invoker, channel, address.</summary>
public sealed class GrpcDurableTaskClientOptions : DurableTaskClientOptions
{
    /// <value><c>http://host:port</c> or <c>unix:///path</c>; null (default) for <c>http://localhost:4001</c>.</value>
    public string? Address { get; set; }

    /// <value>A channel that the caller owns and disposes.</value>
    public GrpcChannel? Channel { get; set; }

    /// <value>An invoker that the caller owns, for instance one with interceptors.</value>
    public CallInvoker? CallInvoker { get; set; }
}
