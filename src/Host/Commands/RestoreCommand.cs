using System.CommandLine;
using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Host.Backups;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Settings;
using Tapir.Host.Transfer;

namespace Tapir.Host.Commands;

internal static class RestoreCommand
{
    public static Command Create()
    {
        Argument<string?> backup = new("BACKUP") { Description = "Id of the backup, as `tapir backup list` has it; the newest where none is named.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> from = CommandOptions.BackupsFrom();
        Option<string> state = CommandOptions.State();
        state.Description = "The state folder to make; it must not be there, or be empty.";
        Option<bool> json = CommandOptions.Json();
        Command command = new("restore", "Make a state folder from a backup, on any machine. Its runs go on where they were when it was taken.\n\nExample: tapir restore --from /mnt/backups --state .tapir") { backup, from, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            HostSettings settings = HostSettingsFile.Load();
            string target = arguments.GetRequiredValue(state);
            using ILoggerFactory loggers = EngineLogging.Create();
            using ScratchFolder scratch = new(target);
            BackupPlace place = BackupPlace.Open(arguments.GetValue(from), settings, scratch.Path, loggers);
            BackupManifest manifest = await new BackupShelf(place, TimeProvider.System).FindAsync(arguments.GetValue(backup), cancellation);
            StateRestore restore = new(
                place,
                $"{settings.Extensions.DurableTask.HubName}.db",
                building => ArtifactStores.Open(settings.Tapir.Artifacts, building, loggers),
                new TransferNotices(Console.Error, TimeProvider.System));
            TransferReport copied = await restore.RestoreAsync(manifest, target, cancellation);
            Console.WriteLine(arguments.GetValue(json)
                ? ResultJson.Of(new RestoreDocument(manifest.Id, manifest.TakenAt, Path.GetFullPath(target), manifest.Runs, copied.CopiedCount, copied.CopiedBytes, copied.Missing))
                : BackupText.Of(manifest, copied, target));
            return ExitCodes.Done;
        });
        return command;
    }

    private sealed record RestoreDocument(
        string Backup, DateTimeOffset TakenAt, string State, IReadOnlyList<string> Runs, int CopiedCount, long CopiedBytes, IReadOnlyList<ArtifactRef> Missing);
}
