namespace Tapir.Orchestrations.Scheduling;

/// <summary>Starts a run when files in a folder, or below a prefix of Azure Blob Storage, are new or have changed and then stay as they are. Files that are there when the
/// schedule is made count as new. Files that settle together are one set and one run; content that has been in a set is never in another, whatever its name.</summary>
/// <param name="Place">A folder's absolute path, or <c>blob:CONTAINER/PREFIX</c>.</param>
public sealed record WatchTrigger(string Place) : ScheduleTrigger
{
    /// <value>What is watched unless said otherwise: the forms that instruction data has.</value>
    public const string DataFiles = "*.jsonl,*.json";

    public static readonly TimeSpan UsualSettle = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan UsualEvery = TimeSpan.FromSeconds(10);

    /// <value>Which names are watched, without folders: patterns with <c>*</c> and <c>?</c>, separated by commas.</value>
    public string Pattern { get; init; } = DataFiles;

    /// <value>For how long size, time and content of every new file must have stood still, 1 second to 1 day.</value>
    public TimeSpan Settle { get; init; } = UsualSettle;

    /// <value>How often it is looked, 1 second to 1 day.</value>
    public TimeSpan Every { get; init; } = UsualEvery;

    /// <summary>When to look again: at the usual pace, and sooner where something settles sooner.</summary>
    /// <param name="memory">After the look that has just been.</param>
    public DateTimeOffset NextLook(WatchMemory memory, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(memory);
        TimeSpan settling = memory switch
        {
            { IsNew: false } => Every,
            { IsRead: false } => Settle,
            _ when memory.Since + Settle > now => memory.Since + Settle - now,
            _ => Every,
        };
        return now + (settling < Every ? settling : Every);
    }
}
