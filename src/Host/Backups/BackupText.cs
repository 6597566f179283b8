using System.Globalization;
using Tapir.Artifacts;

namespace Tapir.Host.Backups;

/// <summary>Backups in words.</summary>
internal static class BackupText
{
    public static string Of(BackupReport report)
    {
        string gone = report.NotStored == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {report.NotStored:#,0} that histories still name were removed before, as checkpoints are that nobody goes on from.");
        string pruned = report.Pruned.Count == 0 ? "" : $"{Environment.NewLine}Removed: {string.Join(", ", report.Pruned)}.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Backup {report.Backup} lies in {report.Place}: {report.ArtifactCount:#,0} artifacts, {report.CopiedCount:#,0} of them ({report.CopiedBytes / 1048576.0:#,0.0} MiB) copied now.{gone}{pruned}");
    }

    public static string Of(BackupManifest backup) => string.Create(
        CultureInfo.InvariantCulture, $"{backup.Id}  {backup.Machine}:{backup.Folder}  {backup.ArtifactCount:#,0} artifacts  {string.Join(", ", backup.Runs)}");

    public static string Of(BackupManifest backup, TransferReport copied, string target)
    {
        string lost = copied.Missing.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" {copied.Missing.Count:#,0} artifacts are lost in the backup; what made them makes them again.");
        return $"Restored {backup.Id} to {Path.GetFullPath(target)}.{lost} `tapir run SPEC --state {target}` goes on, and pays only for calls made since.";
    }
}
