using Grpc.Core;
using Grpc.Net.Client;
using Tapir.DurableTask.Protobuf.Operations;
using Tapir.Host.State;

namespace Tapir.Host.Engine;

/// <summary>What people ask of the task hub itself, whichever process runs it.</summary>
internal sealed class HubOperations(GrpcChannel channel)
{
    private readonly TaskHubOperations.TaskHubOperationsClient hub = new(channel);

    /// <summary>What is in the hub, who works for it, on what.</summary>
    /// <exception cref="StateException">The hub is not Tapir's own.</exception>
    public Task<LookResponse> LookAsync(CancellationToken cancellation) => OwnAsync(hub.LookAsync(new LookRequest(), cancellationToken: cancellation));

    /// <summary>What is not handed out any more, with why, oldest first.</summary>
    /// <inheritdoc cref="LookAsync" path="/exception"/>
    public async Task<IReadOnlyList<Parked>> ListParkedAsync(CancellationToken cancellation) =>
        (await OwnAsync(hub.ListParkedAsync(new ListParkedRequest(), cancellationToken: cancellation))).Items;

    /// <summary>Puts parked items back in line.</summary>
    /// <returns>Those of the ids that name no parked item.</returns>
    /// <inheritdoc cref="LookAsync" path="/exception"/>
    public async Task<IReadOnlyList<string>> RetryParkedAsync(IEnumerable<string> ids, CancellationToken cancellation) =>
        (await OwnAsync(hub.RetryParkedAsync(new RetryParkedRequest { Ids = { ids } }, cancellationToken: cancellation))).Unknown;

    private static async Task<T> OwnAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            return await call;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Unimplemented)
        {
            throw new StateException("The task hub that is in use is not Tapir's own and does not answer this; ask with its own tools.", refused);
        }
    }
}
