using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.State;

namespace Tapir.Host.Holding;

/// <summary>Says in a shared artifact store, as long as this process works, that it works and what its runs need, so that a sweep from another machine leaves it.</summary>
/// <remarks>What was put or claimed since it was last said is kept by its age: sweeps go back from there. So a machine that sleeps, dies or loses its network loses
/// nothing, however long that takes.</remarks>
internal sealed class StoreHold : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(3);

    // A quarter of an hour between two lists.
    private const int RenewalsPerList = 90;

    private readonly BlobArtifactStore store;
    private readonly HolderLease lease;
    private readonly HolderIdentity self;
    private readonly Func<CancellationToken, Task<StateNeeds>> needsOf;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly bool mayEnd;
    private LeaseRenewal? renewal;
    private int renewals;
    private bool isLost;

    private StoreHold(BlobArtifactStore store, HolderIdentity self, Func<CancellationToken, Task<StateNeeds>> needsOf, bool mayEnd, TimeProvider clock, ILogger logger)
    {
        this.mayEnd = mayEnd;
        this.store = store;
        this.self = self;
        this.needsOf = needsOf;
        this.clock = clock;
        this.logger = logger;
        lease = store.Holders.LeaseOf(self.Id, self.Lease);
    }

    /// <summary>Begins. When this returns, everything that the runs need is known to others.</summary>
    /// <param name="needsOf">What they need now.</param>
    /// <param name="mayEnd">Whether nobody works for them any more when this process stops.</param>
    /// <exception cref="StateException">A copy of this state folder is at work elsewhere.</exception>
    public static async Task<StoreHold> TakeAsync(
        BlobArtifactStore store, HolderIdentity self, Func<CancellationToken, Task<StateNeeds>> needsOf, bool mayEnd, TimeProvider clock, ILogger logger, TextWriter notices, CancellationToken cancellation)
    {
        StoreHold hold = new(store, self, needsOf, mayEnd, clock, logger);
        await hold.WaitForLeaseAsync(notices, cancellation);
        if (!await hold.TryPublishAsync(isWorking: true, cancellation))
        {
            throw new StateException(await hold.CopyAtWorkAsync(cancellation));
        }

        hold.renewal = new LeaseRenewal(hold.RenewOnceAsync, problem => logger.HoldNotRenewed(problem), clock);
        return hold;
    }

    public async ValueTask DisposeAsync()
    {
        await renewal!.DisposeAsync();
        if (!mayEnd)
        {
            return;
        }

        using CancellationTokenSource patience = new(EndTime);
        try
        {
            await TryPublishAsync(isWorking: false, patience.Token);
            await lease.ReleaseAsync(patience.Token);
        }
        catch (Exception problem)
        {
            // Whatever it is, the process ends: the lease runs out by itself, and what was put since the last list is kept by its age.
            logger.HoldNotEnded(problem);
        }
    }

    private async Task WaitForLeaseAsync(TextWriter notices, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        bool saidSo = false;
        // Until it has said what it needs, it needs everything.
        StoreHolder beginning = self.Holder(isWorking: true, DateTimeOffset.MinValue, []);
        while (await lease.TryTakeAsync(beginning, cancellation) is null)
        {
            if (clock.GetElapsedTime(began) > HolderLease.Time * 1.5)
            {
                throw new StateException(await CopyAtWorkAsync(cancellation));
            }

            if (!saidSo)
            {
                await notices.WriteLineAsync($"Waiting to see whether {(await store.Holders.FindAsync(self.Id, cancellation))?.Holder} still works on these runs.");
                saidSo = true;
            }

            await Task.Delay(Look, clock, cancellation);
        }
    }

    private async Task RenewOnceAsync(CancellationToken cancellation)
    {
        bool isRenewed = await lease.TryRenewAsync(cancellation) is not null;
        // Forgotten, perhaps, by someone who took this machine for one that is no more.
        if (!isRenewed && await lease.TryTakeAsync(self.Holder(isWorking: true, DateTimeOffset.MinValue, []), cancellation) is null)
        {
            await LoseAsync(cancellation);
            return;
        }

        bool isDue = ++renewals % RenewalsPerList == 0;
        if ((isDue || isLost || !isRenewed) && await TryPublishAsync(isWorking: true, cancellation))
        {
            isLost = false;
            store.Allow();
        }
    }

    private async Task LoseAsync(CancellationToken cancellation)
    {
        string reason = await CopyAtWorkAsync(cancellation);
        store.Forbid(reason);
        if (!isLost)
        {
            isLost = true;
            logger.HoldLost(reason);
        }
    }

    private async Task<bool> TryPublishAsync(bool isWorking, CancellationToken cancellation)
    {
        // Everything from this moment on is left to the next list, so it is taken before anything is looked at.
        DateTimeOffset now = clock.GetUtcNow();
        if (await lease.TryRenewAsync(cancellation) is not { } storeTime)
        {
            return false;
        }

        StateNeeds needs = await needsOf(cancellation);
        TimeSpan open = needs.OpenSince is { } since && since < now ? now - since : TimeSpan.Zero;
        StoreHolder holder = self.Holder(isWorking, storeTime - open, [.. needs.Keep.Order()]);
        // The look may have taken longer than the lease holds.
        return await lease.TryRenewAsync(cancellation) is not null && await lease.TryPublishAsync(holder, cancellation);
    }

    private async Task<string> CopyAtWorkAsync(CancellationToken cancellation)
    {
        StoreHolder? other = (await store.Holders.FindAsync(self.Id, cancellation))?.Holder;
        return $"A copy of the state folder '{self.Folder}' is at work: {other}, process {other?.Process}. Two of them would pay for the same calls; stop one of them, then `tapir resume` or the same command goes on.";
    }
}
