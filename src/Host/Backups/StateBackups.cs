using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.Engine;
using Tapir.Host.Holding;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Backups;

/// <summary>Backups of one state folder, put together from host.json: for the command line, and for whatever starts them by the clock.</summary>
/// <param name="folder">Where to; null for the blob store of host.json.</param>
internal sealed class StateBackups(StateFolder state, string? folder, HostSettings settings, TimeProvider clock, ILoggerFactory loggers)
{
    /// <summary>Those that host.json asks for on a schedule: to <c>tapir.backup.to</c>.</summary>
    public static StateBackups OfSettings(StateFolder state, HostSettings settings, TimeProvider clock, ILoggerFactory loggers) =>
        new(state, settings.Tapir.Backup.To, settings, clock, loggers);

    /// <summary>Takes one, also while other processes work on the folder, and then removes this folder's oldest beyond <paramref name="keep"/>.</summary>
    /// <param name="keep">At least 1; null for all.</param>
    /// <exception cref="StateException">A database is damaged or the place cannot be used as asked.</exception>
    /// <exception cref="ArtifactStoreException">The place stays away, or is full.</exception>
    public async Task<BackupReport> TakeAsync(int? keep, TextWriter notices, CancellationToken cancellation)
    {
        BackupPlace place = BackupPlace.Open(folder, settings, state.Copies, loggers);
        // No artifact is swept away that a database has just been found to name.
        using ArtifactsHold hold = await new SidecarSearch(state, clock, notices).HoldArtifactsAsync(EngineAccess.Join, cancellation);
        using IDisposable gate = await ReleaseGate.BackUpAsync(state, clock, cancellation);
        ILogger logger = loggers.CreateLogger("Tapir.Backups");
        await using BackupHold? shared = place.Artifacts is BlobArtifactStore blobs ? await BackupHold.TakeAsync(blobs.Holders, state, clock, logger, cancellation) : null;
        IArtifactStore source = ArtifactStores.Open(settings.Tapir.Artifacts, state, loggers);
        string hub = state.Hub(settings.Extensions.DurableTask.HubName);
        (BackupManifest manifest, BackupReport report) = await new StateBackup(state, hub, source, place, clock, new Transfer.TransferNotices(notices, clock)).TakeAsync(cancellation);
        logger.BackupTaken(report.Backup, report.Place, report.ArtifactCount, report.CopiedCount, report.CopiedBytes);
        return keep is null ? report : report with { Pruned = await new BackupShelf(place, clock).PruneAsync(manifest.State, keep.Value, cancellation) };
    }
}
