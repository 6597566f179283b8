using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Tapir.Functions;
using Tapir.Host.Sharing;
using Tapir.Host.Sharing.Wire;

namespace Tapir.Host.Joining;

/// <summary>What this worker holds on the machine of the state folder: keys that it computes, and calls that it makes. Renewed until they are let go of, so that they are taken
/// for a dead worker's when this one has died; so are the functions that run here, as those are shown there.</summary>
internal sealed class HeldWork : ICallObserver, IAsyncDisposable
{
    private static readonly TimeSpan Often = SharedRooms.Lease / 4;

    private readonly Sharing.Wire.Sharing.SharingClient client;
    private readonly string worker;
    private readonly ILogger logger;
    private readonly ConcurrentDictionary<ResultClaim, bool> claims = new();
    private readonly ConcurrentDictionary<long, bool> intents = new();
    private readonly ConcurrentDictionary<Guid, bool> running = new();
    private readonly CancellationTokenSource ending = new();
    private readonly Task renewing;

    /// <param name="worker">This worker's name, known to nobody else.</param>
    public HeldWork(Sharing.Wire.Sharing.SharingClient client, string worker, TimeProvider clock, ILogger<HeldWork> logger)
    {
        this.client = client;
        this.worker = worker;
        this.logger = logger;
        renewing = RenewAsync(clock);
    }

    public void Take(ResultClaim claim) => claims[claim] = true;

    public void Release(ResultClaim claim) => claims.TryRemove(claim, out _);

    public void Take(long intent) => intents[intent] = true;

    public void Release(long intent) => intents.TryRemove(intent, out _);

    public void Started(Call call) => running[call.Id] = true;

    public void Progressed(Call call, CallProgress progress)
    {
        // It is known to run.
    }

    public void Finished(Call call, CallEnd end) => running.TryRemove(call.Id, out _);

    /// <summary>Says what is held; nothing where nothing is and no function runs.</summary>
    public async Task RenewAsync()
    {
        RenewRequest held = new() { Worker = worker, Claims = { claims.Keys.Select(claim => new Claim { Key = claim.Key, Fence = claim.Fence }) }, Intents = { intents.Keys } };
        if (held.Claims.Count + held.Intents.Count == 0 && running.IsEmpty)
        {
            return;
        }

        try
        {
            await client.RenewAsync(held, deadline: DateTime.UtcNow + Often, cancellationToken: ending.Token);
        }
        catch (RpcException away)
        {
            logger.NotRenewed(away);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await renewing;
        ending.Dispose();
    }

    private async Task RenewAsync(TimeProvider clock)
    {
        using PeriodicTimer timer = new(Often, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                await RenewAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
        }
    }
}
