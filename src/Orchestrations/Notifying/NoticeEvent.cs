namespace Tapir.Orchestrations.Notifying;

/// <summary>What others can be told of: what happens to a run, and what happens to no run.</summary>
public enum NoticeEvent
{
    Started,

    /// <summary>It waits for a review.</summary>
    Waiting,

    /// <summary>It waits for something to be mended: a spent budget, a refused key, a full disk.</summary>
    Paused,

    Failed,

    Finished,

    /// <summary>A backup by the clock could not be taken; of no run.</summary>
    BackupFailed,
}
