namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>The instances that have something to do, or had lately, and which of them wait in line for a worker.</summary>
internal sealed class PendingTurns(ReadyQueues queues, HistoryCache histories)
{
    private readonly Dictionary<long, InstanceSlot> slots = [];

    /// <summary>The slot of an instance that is known to have one: it waits in line, was just taken out of it, or its turn is leased.</summary>
    public InstanceSlot this[long key] => slots[key];

    public InstanceSlot? Find(long key) => slots.GetValueOrDefault(key);

    public void MessageArrived(long key, string name, string? version)
    {
        InstanceSlot slot = SlotOf(key, name, version);
        if (slot.Lease is not null)
        {
            slot.HasMore = true;
            return;
        }

        MakeReady(slot);
    }

    /// <summary>For a hub that was opened: messages wait for the instance.</summary>
    /// <param name="losses">How many workers went away with its turn in hand.</param>
    public void Found(long key, string name, string? version, int losses)
    {
        InstanceSlot slot = SlotOf(key, name, version);
        slot.Losses = losses;
        MakeReady(slot);
    }

    /// <summary>For what was put off: the slot may have been left and made anew meanwhile.</summary>
    public void MakeReady(long key)
    {
        if (slots.TryGetValue(key, out InstanceSlot? slot))
        {
            MakeReady(slot);
        }
    }

    /// <summary>Puts an instance in line, unless it stands there, or a worker has its turn, or it is parked or gone.</summary>
    public void MakeReady(InstanceSlot slot)
    {
        if (slot.Ready is null && slot.Lease is null && !slot.Parked && !slot.Forgotten)
        {
            slot.Ready = new ReadyItem(slot.Route, slot.Key, slot.Key, queues.NextPlace(), Request: null) { Losses = slot.Losses };
            queues.Add(slot.Ready);
        }
    }

    public void Park(long key, string name, string? version) => SlotOf(key, name, version).Parked = true;

    /// <summary>Likewise for an instance whose name cannot be read. Without a slot nothing waits for it, and what comes finds the damage again.</summary>
    public void ParkDamaged(long key)
    {
        if (Find(key) is { } slot)
        {
            slot.Parked = true;
        }
    }

    /// <param name="losses">How many workers went away with its turn in hand, as far as this still counts.</param>
    public void Unpark(long key, string name, string? version, int losses)
    {
        SlotOf(key, name, version).Parked = false;
        Found(key, name, version, losses);
    }

    /// <summary>A worker that went away with the turn in hand is back.</summary>
    public void TakeBackLoss(long key)
    {
        if (Find(key) is not { Losses: > 0 } slot)
        {
            return;
        }

        slot.Losses--;
        if (slot.Ready is { } ready)
        {
            ready.Losses = slot.Losses;
        }
    }

    /// <summary>The instance has begun a new execution, perhaps in another version.</summary>
    public void BeganAnew(long key, string? version)
    {
        if (slots.TryGetValue(key, out InstanceSlot? slot))
        {
            histories.Drop(slot);
            slot.Route = new WorkRoute(WorkKind.Turn, slot.Route.Name, version);
            if (slot.Ready is { } ready)
            {
                ready.Withdrawn = true;
                slot.Ready = null;
                MakeReady(slot);
            }
        }
    }

    /// <summary>The instance has ended or is removed.</summary>
    public void Forget(long key)
    {
        if (!slots.Remove(key, out InstanceSlot? slot))
        {
            return;
        }

        slot.Forgotten = true;
        histories.Drop(slot);
        if (slot.Ready is not null)
        {
            slot.Ready.Withdrawn = true;
        }

        slot.Lease?.Worker.Turns.Remove(slot.Lease);
        slot.Lease = null;
    }

    /// <summary>Lets go of a slot that holds nothing.</summary>
    public void Tidy(InstanceSlot slot)
    {
        if (slot.IsIdle)
        {
            slots.Remove(slot.Key);
        }
    }

    private InstanceSlot SlotOf(long key, string name, string? version)
    {
        if (!slots.TryGetValue(key, out InstanceSlot? slot))
        {
            slot = new InstanceSlot(key, new WorkRoute(WorkKind.Turn, name, version));
            slots[key] = slot;
        }

        return slot;
    }
}
