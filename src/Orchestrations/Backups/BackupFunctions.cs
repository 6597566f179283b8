using Tapir.Functions;

namespace Tapir.Orchestrations.Backups;

/// <summary>What backups by the clock need of the world.</summary>
public static class BackupFunctions
{
    /// <summary>Takes a backup while everything goes on, and removes the oldest.</summary>
    public static readonly DurableFunction<TakeBackup, TakenBackup> Take = new("backups.take", version: 1, CachePolicy.Never) { Reproducible = false, Recorded = false };
}

/// <param name="Folder">The state folder's id: another machine's is not backed up from here.</param>
/// <param name="Key">Names the occurrence for which it is taken; at each try the same.</param>
/// <param name="Keep">How many stay.</param>
public sealed record TakeBackup(string Folder, string Key, int Keep);

/// <param name="Id">As `tapir backup list` has it.</param>
/// <param name="At">What was there then is in it, UTC.</param>
public sealed record TakenBackup(string Id, DateTimeOffset At);
