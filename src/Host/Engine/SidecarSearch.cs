using Grpc.Core;
using Grpc.Net.Client;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Protobuf;
using Tapir.Host.State;

namespace Tapir.Host.Engine;

/// <summary>Decides whether a process runs the sidecar of a state folder itself or asks another, waiting a little for one that is about to start or end, and
/// longer for one that removes artifacts.</summary>
/// <param name="notices">Told when it waits for longer than a moment.</param>
internal sealed class SidecarSearch(StateFolder state, TimeProvider clock, TextWriter notices)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    // Also for one that is about to start or end: on a machine that is busy with other things that takes a while.
    private static readonly TimeSpan PatienceWithOthers = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PatienceWithSweeps = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseForOther = TimeSpan.FromMilliseconds(500);

    /// <returns>The lock, for whoever is to run the sidecar; or the address of the one that another process runs.</returns>
    /// <exception cref="StateException">Another process runs it and <paramref name="access"/> is not <see cref="EngineAccess.Join"/>, or it does not answer.</exception>
    public async Task<(StateLock? Hold, string? Address)> FindAsync(EngineAccess access, CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        bool saidSo = false;
        while (true)
        {
            if (StateLock.TryAcquire(state, access, clock) is { } hold)
            {
                return (hold, null);
            }

            StateOwner? owner = StateLock.OwnerOf(state);
            TimeSpan waited = clock.GetElapsedTime(started);
            if (!saidSo && (owner is { Access: EngineAccess.Sweep } || waited > WorthSaying))
            {
                await notices.WriteLineAsync(owner is { Access: EngineAccess.Sweep }
                    ? $"Waiting for {owner}, which removes artifacts from '{state.Root}'."
                    : $"Waiting for {NameOf(owner)}, which has '{state.Root}'.");
                saidSo = true;
            }

            bool isPatient = waited < PatienceWith(owner);
            // Who took the lock may not have written down yet that it did: then a process is named that is no more.
            bool isAtWork = owner is { Access: EngineAccess.Own, IsAlive: true };
            if (access != EngineAccess.Join && (isAtWork || !isPatient))
            {
                throw new StateException($"The state folder '{state.Root}' is in use by {NameOf(owner)}. Wait for it, stop it, or name another folder with --state. `tapir status` and `tapir watch` work meanwhile.");
            }

            // One that only joins is soon gone, and its sidecar with it: better to have the lock after it. One that sweeps must be alone.
            bool mayJoin = access == EngineAccess.Join && owner?.Access switch
            {
                EngineAccess.Sweep => false,
                EngineAccess.Join => !isPatient,
                _ => true,
            };
            if (mayJoin && owner?.Address is { } address && await AnswersAsync(address, cancellation))
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

    /// <summary>Waits for the sidecar that another process runs, or is about to run, over the folder.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> AwaitOtherAsync(CancellationToken cancellation)
    {
        bool saidSo = false;
        while (true)
        {
            if (StateLock.OwnerOf(state)?.Address is { } address && await AnswersAsync(address, cancellation))
            {
                return address;
            }

            if (!saidSo)
            {
                await notices.WriteLineAsync($"Waiting for a `tapir serve`, `tapir sidecar` or `tapir run` over '{state.Root}'.");
                saidSo = true;
            }

            await Task.Delay(PauseForOther, clock, cancellation);
        }
    }

    /// <summary>Takes part in the use of the artifacts, or has them alone.</summary>
    /// <exception cref="StateException">Others use them, or one has them alone, for too long.</exception>
    public async Task<ArtifactsHold> HoldArtifactsAsync(EngineAccess access, CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        bool alone = access == EngineAccess.Sweep;
        while (true)
        {
            if ((alone ? ArtifactsHold.TryTakeAlone(state) : ArtifactsHold.TryShare(state)) is { } hold)
            {
                return hold;
            }

            if (clock.GetElapsedTime(started) >= (alone ? Patience : PatienceWithSweeps))
            {
                throw new StateException(alone
                    ? $"Another process works with the artifacts of '{state.Root}': a `tapir worker`, or a command such as call, report or ask. Nothing was removed; try again when it is done, or stop it."
                    : $"`tapir gc` removes artifacts from '{state.Root}' and has not come to an end. Try again in a while.");
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private static TimeSpan PatienceWith(StateOwner? owner) => owner?.Access == EngineAccess.Sweep ? PatienceWithSweeps : PatienceWithOthers;

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
