using Tapir.Host.Engine;
using Tapir.Host.Settings;
using Tapir.Orchestrations.Backups;

namespace Tapir.Host.Backups.Clock;

/// <summary>What a process does to take backups by the clock: lets their plan be as host.json has it, and starts a worker for them.</summary>
internal static class BackupServing
{
    public static async Task StartAsync(TapirEngine engine, BackupSettings settings, CancellationToken cancellation)
    {
        BackupBook book = new(engine);
        await book.SetAsync(settings.Plan(), cancellation);
        if (await book.FindAsync(cancellation) is null)
        {
            return;
        }

        await engine.Parked.RetryAsync(BackupInstances.Prefix.TrimEnd(':'), cancellation);
        await engine.Work.StartWorkerAsync(WorkerOffer.Backups, cancellation);
    }
}
