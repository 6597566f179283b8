using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.State;

namespace Tapir.Host.Holding;

/// <summary>Says in a shared artifact store that a backup is being taken, which nothing names before its manifest is there: sweeps leave what was put or claimed since it began.</summary>
internal sealed class BackupHold : IAsyncDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(3);

    private readonly HolderLease lease;
    private readonly LeaseRenewal renewal;
    private readonly ILogger logger;

    private BackupHold(HolderLease lease, LeaseRenewal renewal, ILogger logger)
    {
        this.lease = lease;
        this.renewal = renewal;
        this.logger = logger;
    }

    /// <summary>Begins, and ends those of the same state folder whose processes died.</summary>
    public static async Task<BackupHold> TakeAsync(BlobHolders holders, StateFolder state, TimeProvider clock, ILogger logger, CancellationToken cancellation)
    {
        string prefix = HolderIdentity.BackupPrefix(state);
        foreach (HolderEntry dead in (await holders.ListAsync(cancellation)).Where(entry => entry.Holder.Id.StartsWith(prefix, StringComparison.Ordinal) && !entry.IsAlive))
        {
            await holders.TryForgetAsync(dead.Holder.Id, cancellation);
        }

        HolderIdentity self = HolderIdentity.OfBackup(state);
        HolderLease lease = holders.LeaseOf(self.Id, self.Lease);
        StoreHolder holder = self.Holder(isWorking: true, await holders.TimeAsync(cancellation), []);
        while (await lease.TryTakeAsync(holder, cancellation) is null)
        {
            // Another backup of the folder that has just begun took it for one that died, between its first word and its lease.
        }

        return new BackupHold(lease, new LeaseRenewal(token => lease.TryTakeAsync(holder, token), problem => logger.HoldNotRenewed(problem), clock), logger);
    }

    public async ValueTask DisposeAsync()
    {
        await renewal.DisposeAsync();
        using CancellationTokenSource patience = new(EndTime);
        try
        {
            await lease.EndAsync(patience.Token);
        }
        catch (Exception away) when (away is ArtifactStoreException or OperationCanceledException)
        {
            // The next backup of this state folder ends it.
            logger.HoldNotEnded(away);
        }
    }
}
