using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What the hub keeps in memory of an instance that has something to do, or had lately.</summary>
internal sealed class InstanceSlot(long key, WorkRoute route)
{
    public long Key => key;

    public WorkRoute Route { get; set; } = route;

    /// <summary>The present hand-out, or null.</summary>
    public TurnLease? Lease { get; set; }

    /// <summary>Its place in the ready queue, or null.</summary>
    public ReadyItem? Ready { get; set; }

    /// <summary>Whether messages came while the turn was out.</summary>
    public bool HasMore { get; set; }

    public bool Parked { get; set; }

    /// <summary>How many workers went away with the present turn in hand.</summary>
    public int Losses { get; set; }

    /// <summary>Set when the instance is gone; whatever still points here must not act.</summary>
    public bool Forgotten { get; set; }

    /// <summary>The worker that completed the last turn, and so may still hold the executor.</summary>
    public WorkerConnection? LastWorker { get; set; }

    /// <summary>Who handed the present turn back, or null.</summary>
    public HandBacks? HandBacks { get; set; }

    /// <summary>The committed history, while it is kept; null means: read it.</summary>
    public List<HistoryEvent>? History { get; set; }

    public long HistoryBytes { get; set; }

    /// <summary>Where this slot's history stands in the order of use.</summary>
    public LinkedListNode<InstanceSlot>? Use { get; set; }

    public bool IsIdle => Lease is null && Ready is null && !Parked && History is null && LastWorker is null;
}
