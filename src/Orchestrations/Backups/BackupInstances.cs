namespace Tapir.Orchestrations.Backups;

/// <summary>How the backups of a state folder are known in the hub.</summary>
public static class BackupInstances
{
    /// <summary>What the instance id begins with; no run's does.</summary>
    public const string Prefix = "backup:";

    /// <summary>The external event that carries a <see cref="SetBackupPlan"/>.</summary>
    public const string PlanEvent = "backup-plan";

    /// <param name="folder">The state folder's id.</param>
    public static string IdOf(string folder) => Prefix + folder;
}
