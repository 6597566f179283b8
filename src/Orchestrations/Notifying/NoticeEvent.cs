namespace Tapir.Orchestrations.Notifying;

/// <summary>What of a run others can be told of.</summary>
public enum NoticeEvent
{
    Started,

    /// <summary>It waits for a review.</summary>
    Waiting,

    /// <summary>It waits for something to be mended: a spent budget, a refused key, a full disk.</summary>
    Paused,

    Failed,

    Finished,
}
