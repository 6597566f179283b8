using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar.Storage;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>The activities without a result: which wait for a worker, and which one has the others in hand.</summary>
internal sealed class PendingActivities(ReadyQueues queues, WorkItems items, Deferred deferred)
{
    /// <summary>Requests above this size are read again when they go out, so that a wide fan-out does not sit in memory.</summary>
    private const int LargestKeptRequest = 4096;

    private readonly Dictionary<long, ReadyItem> waiting = [];
    private readonly Dictionary<long, HeldActivity> inHand = [];
    private readonly Dictionary<long, ReadyItem> handedBack = [];

    public void Scheduled(long instance, long sequence, string name, string? version, ActivityRequest? request, int losses = 0, HandBacks? handBacks = null)
    {
        ActivityRequest? kept = request is not null && request.CalculateSize() <= LargestKeptRequest ? request : null;
        Wait(new ReadyItem(new WorkRoute(WorkKind.Activity, name, version), instance, sequence, queues.NextPlace(), kept) { Losses = losses, HandBacks = handBacks });
    }

    /// <summary>Puts an activity in line that nobody has in hand.</summary>
    public void Wait(ReadyItem activity)
    {
        waiting[activity.Number] = activity;
        queues.Add(activity);
    }

    /// <summary>The activity has its result, or nobody wants one any more.</summary>
    public void Gone(long sequence)
    {
        if (waiting.Remove(sequence, out ReadyItem? item))
        {
            item.Withdrawn = true;
        }

        if (inHand.Remove(sequence, out HeldActivity? held))
        {
            held.Worker.Activities.Remove(sequence);
        }
    }

    public void Gone(IReadOnlyList<long> sequences)
    {
        foreach (long sequence in sequences)
        {
            Gone(sequence);
        }
    }

    /// <summary>A worker that went away with the activity in hand is back.</summary>
    public void TakeBackLoss(long sequence)
    {
        if ((waiting.GetValueOrDefault(sequence) ?? inHand.GetValueOrDefault(sequence)?.Item) is { Losses: > 0 } item)
        {
            item.Losses--;
        }
    }

    /// <summary>The hold that the token was given out with, as long as it lasts: a former holder's token says nothing of the present one's.</summary>
    public HeldActivity? FindHeld(CompletionToken token) => inHand.GetValueOrDefault(token.Item) is { } held && held.Token == token ? held : null;

    /// <summary>For a worker of an older protocol, which sends no token.</summary>
    public HeldActivity? FindHeld(string instanceId, int taskId) => inHand.Values.FirstOrDefault(held => held.InstanceId == instanceId && held.TaskId == taskId);

    /// <summary>Gives an activity that was taken out of line to a worker, unless its result is there already.</summary>
    /// <exception cref="DamagedRowException">Its request cannot be read.</exception>
    public void HandOut(ReadyItem item, WorkerConnection worker)
    {
        waiting.Remove(item.Number);
        if (items.Activity(item, worker) is { } activity)
        {
            inHand[item.Number] = activity.Held;
            worker.Activities[item.Number] = activity.Held;
            worker.Send(activity.Item);
        }
    }

    /// <summary>Ends a worker's hold on an activity; it waits again at once unless it is parked.</summary>
    /// <param name="counted">Whether this was counted as a loss.</param>
    public void TakeBack(HeldActivity held, bool counted, bool parked)
    {
        if (EndHold(held) && !parked)
        {
            Wait(held.Item with { Withdrawn = false, Losses = held.Item.Losses + (counted ? 1 : 0) });
        }
    }

    /// <summary>Ends a worker's hold on an activity; it goes out again after <paramref name="pause"/>.</summary>
    public void Release(HeldActivity held, TimeSpan pause)
    {
        if (EndHold(held))
        {
            ReadyItem item = held.Item with { Withdrawn = false };
            waiting[item.Number] = item;
            deferred.Later(pause, () => queues.Add(item));
        }
    }

    /// <summary>Ends the hold of a worker that does not want it; the activity goes out again after a pause, or when another worker comes.</summary>
    public void HandBack(HeldActivity held)
    {
        if (!EndHold(held))
        {
            return;
        }

        ReadyItem item = held.Item with { Withdrawn = false, HandBacks = held.Item.HandBacks ?? new HandBacks() };
        waiting[item.Number] = item;
        handedBack[item.Number] = item;
        deferred.Later(item.HandBacks!.Add(held.Worker), () => Again(item));
    }

    /// <summary>Ends the hold of a worker that never takes it; the activity waits for another at once.</summary>
    public void EndRefused(HeldActivity held, HandBacks refusals)
    {
        if (EndHold(held))
        {
            Wait(held.Item with { Withdrawn = false, HandBacks = refusals });
        }
    }

    /// <summary>What was handed back and waits goes out now: there is a worker who may want it.</summary>
    public void Again()
    {
        foreach (ReadyItem item in handedBack.Values.ToList())
        {
            Again(item);
        }
    }

    private void Again(ReadyItem item)
    {
        if (handedBack.TryGetValue(item.Number, out ReadyItem? paused) && ReferenceEquals(paused, item))
        {
            handedBack.Remove(item.Number);
            queues.Add(item);
        }
    }

    private bool EndHold(HeldActivity held)
    {
        if (inHand.GetValueOrDefault(held.Item.Number) != held)
        {
            return false;
        }

        inHand.Remove(held.Item.Number);
        held.Worker.Activities.Remove(held.Item.Number);
        return true;
    }
}
