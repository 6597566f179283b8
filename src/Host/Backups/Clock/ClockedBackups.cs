using Microsoft.Extensions.Logging;
using Tapir.Host.Engine;
using Tapir.Host.Settings;
using Tapir.Host.State;
using Tapir.Orchestrations.Backups;
using Tapir.Orchestrations.Notifying;

namespace Tapir.Host.Backups.Clock;

/// <summary>Takes the backups that are due by the clock, and tells whoever wants to be told when one fails.</summary>
internal sealed class ClockedBackups(TapirEngine engine)
{
    private readonly ILogger logger = engine.Loggers.CreateLogger("Tapir.Backups");

    /// <exception cref="StateException">Another machine's folder is asked for, or the backup cannot be taken.</exception>
    public async Task<TakenBackup> TakeAsync(TakeBackup asked, CancellationToken cancellation)
    {
        if (asked.Folder != StateId.Of(engine.State))
        {
            throw new StateException($"The state folder {asked.Folder} is another than this process works on ('{engine.State.Root}'); its backups are taken where it lies.");
        }

        try
        {
            // Read anew: a place that was mended meanwhile holds for the next try.
            StateBackups backups = StateBackups.OfSettings(engine.State, HostSettingsFile.Load(), engine.Clock, engine.Loggers);
            BackupReport taken = await backups.TakeAsync(asked.Keep, TextWriter.Null, cancellation);
            return new TakenBackup(taken.Backup, taken.TakenAt);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            logger.BackupFailed(problem);
            await TellAsync(asked, problem.Message, cancellation);
            throw;
        }
    }

    // Once for each time by the clock, however often it is tried.
    private async Task TellAsync(TakeBackup asked, string reason, CancellationToken cancellation)
    {
        if (engine.Webhooks.Count == 0)
        {
            return;
        }

        RunNotice notice = new(NoticeEvent.BackupFailed, Run: "", engine.Clock.GetUtcNow(), $"The backup of '{engine.State.Root}' failed and is tried again: {reason}", "failed");
        try
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                nameof(Notification), notice, new StartOrchestrationOptions($"{Notification.IdPrefix}{BackupInstances.IdOf(asked.Folder)}:{asked.Key}"), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Told at an earlier try.
        }
    }
}
