using Grpc.Core;
using Grpc.Net.Client;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Protobuf;
using Tapir.Host.State;

namespace Tapir.Host.Engine;

/// <summary>Decides whether a process runs the sidecar of a state folder itself or asks another, waiting a little for one that is about to start or end.</summary>
internal sealed class SidecarSearch(StateFolder state, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <returns>The lock, for whoever is to run the sidecar; or the address of the one that another process runs.</returns>
    /// <exception cref="StateException">Another process runs it and <paramref name="access"/> is <see cref="EngineAccess.Own"/>, or it does not answer.</exception>
    public async Task<(StateLock? Hold, string? Address)> FindAsync(EngineAccess access, CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        while (true)
        {
            if (StateLock.TryAcquire(state, access, clock) is { } hold)
            {
                return (hold, null);
            }

            StateOwner? owner = StateLock.OwnerOf(state);
            bool isPatient = clock.GetElapsedTime(started) < Patience;
            // One that only joins is soon gone, and its sidecar with it: better to have the lock after it.
            bool isBrief = owner is { Access: EngineAccess.Join };
            if (access == EngineAccess.Own && !(isBrief && isPatient))
            {
                throw new StateException($"The state folder '{state.Root}' is in use by {NameOf(owner)}. Wait for it, stop it, or name another folder with --state. `tapir status` and `tapir watch` work meanwhile.");
            }

            if (access == EngineAccess.Join && !(isBrief && isPatient) && owner?.Address is { } address && await AnswersAsync(address, cancellation))
            {
                return (null, address);
            }

            if (!isPatient)
            {
                throw new StateException($"The state folder '{state.Root}' is in use by {NameOf(owner)}, which does not answer{(owner?.Address is { } silent ? $" at {silent}" : "")}. Try again in a while.");
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private static string NameOf(StateOwner? owner) => owner?.ToString() ?? "another process";

    private static async Task<bool> AnswersAsync(string address, CancellationToken cancellation)
    {
        using GrpcChannel channel = SidecarChannel.ForAddress(address);
        try
        {
            await new TaskHubSidecarService.TaskHubSidecarServiceClient(channel).HelloAsync(new(), deadline: DateTime.UtcNow + Patience, cancellationToken: cancellation);
            return true;
        }
        catch (RpcException problem) when (problem.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return false;
        }
    }
}
