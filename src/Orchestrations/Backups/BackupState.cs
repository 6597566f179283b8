using Tapir.Orchestrations.Scheduling;

namespace Tapir.Orchestrations.Backups;

/// <summary>All that the backups of a state folder know of themselves: the input of the next execution, and the custom status.</summary>
/// <param name="Folder">The state folder's id.</param>
/// <param name="Plan">Null while none is wanted.</param>
/// <param name="Cursor">Times up to then have been dealt with, UTC.</param>
public sealed record BackupState(string Folder, BackupPlan? Plan, DateTimeOffset Cursor)
{
    /// <value>When the plan began: backups before then were never due.</value>
    public DateTimeOffset Begun { get; init; } = Cursor;

    /// <value>The backup that is due and not taken yet; null for none.</value>
    public Occurrence? Due { get; init; }

    /// <value>The latest that succeeded; null before the first.</value>
    public TakenBackup? LastGood { get; init; }

    /// <value>Why the one that is due could not be taken when it was last tried; null for nothing.</value>
    public string? Problem { get; init; }

    /// <summary>Where another plan has other times, those that have passed are not missed.</summary>
    public BackupState After(BackupPlan? plan, DateTimeOffset now) => plan?.Trigger == Plan?.Trigger
        ? this with { Plan = plan }
        : this with { Plan = plan, Cursor = now, Begun = now, Due = null, Problem = null };

    public BackupState After(Look look)
    {
        ArgumentNullException.ThrowIfNull(look);
        Occurrence? due = look.Due.Count > 0 ? look.Due[^1] : Due;
        return this with { Cursor = look.Cursor, Due = due, Problem = due is null ? null : Problem };
    }

    public BackupState After(TakenBackup taken) => this with { Due = null, LastGood = taken, Problem = null };

    /// <summary>What there is to say when two times in a row have passed without a good backup; null otherwise.</summary>
    /// <param name="times">The times of the plan.</param>
    public string? Overdue(CronTimes times, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Latest(LastGood?.At ?? Begun, now, 2).Count < 2)
        {
            return null;
        }

        string last = LastGood is { } good ? $"the last good backup is {good.Id}" : "no backup was taken yet";
        return Problem is null ? $"{last}, older than two of its periods" : $"{last}, older than two of its periods: {Problem}";
    }
}
