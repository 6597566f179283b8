using System.CommandLine;
using Microsoft.Extensions.Logging;
using Tapir.Host.Backups;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.Settings;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

internal static class BackupCommand
{
    public static Command Create()
    {
        Option<string?> to = new("--to") { Description = "Folder for backups, on another disk best; the blob store of host.json where left out.", HelpName = "DIR" };
        Option<int?> keep = new("--keep") { Description = "Remove this folder's oldest backups beyond so many; none where left out.", HelpName = "N" };
        keep.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int?>() < 1)
            {
                given.AddError("--keep must be at least 1.");
            }
        });
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new("backup", "Back up hub, ledger, results, runs and their artifacts, also while runs go on. What is there already is not copied again.\n\nExample: tapir backup --to /mnt/backups") { to, keep, state, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            StateFolder folder = StateFolder.OpenExisting(arguments.GetRequiredValue(state));
            using ILoggerFactory loggers = EngineLogging.Create();
            StateBackups backups = new(folder, arguments.GetValue(to), HostSettingsFile.Load(), TimeProvider.System, loggers);
            BackupReport report = await backups.TakeAsync(arguments.GetValue(keep), Console.Error, cancellation);
            Console.WriteLine(arguments.GetValue(json) ? ResultJson.Of(report) : BackupText.Of(report));
            return ExitCodes.Done;
        });
        command.Add(CreateList());
        return command;
    }

    private static Command CreateList()
    {
        Option<string?> from = CommandOptions.BackupsFrom();
        Option<bool> json = CommandOptions.Json();
        Command command = new("list", "List the backups of a place, the oldest first.\n\nExample: tapir backup list --from /mnt/backups") { from, json };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            using ILoggerFactory loggers = EngineLogging.Create();
            using ScratchFolder scratch = new(Path.Combine(Path.GetTempPath(), "tapir"));
            BackupPlace place = BackupPlace.Open(arguments.GetValue(from), HostSettingsFile.Load(), scratch.Path, loggers);
            IReadOnlyList<BackupManifest> backups = await new BackupShelf(place, TimeProvider.System).ListAsync(cancellation);
            Console.WriteLine(arguments.GetValue(json)
                ? ResultJson.Of(backups)
                : backups.Count == 0 ? $"There is no backup in {place.Name}." : string.Join(Environment.NewLine, backups.Select(BackupText.Of)));
            return ExitCodes.Done;
        });
        return command;
    }
}
