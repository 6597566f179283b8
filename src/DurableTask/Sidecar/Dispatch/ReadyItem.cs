using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Something that waits for a worker.</summary>
/// <param name="Instance">The key of the instance it belongs to.</param>
/// <param name="Number">The instance's key for a turn, the activity's sequence for an activity.</param>
/// <param name="Order">Its place in line; what is handed out again keeps the old place.</param>
/// <param name="Request">The activity's request, when it is small enough to keep in memory.</param>
internal sealed record ReadyItem(WorkRoute Route, long Instance, long Number, long Order, ActivityRequest? Request)
{
    /// <summary>Set when it is no longer wanted; the queue skips it.</summary>
    public bool Withdrawn { get; set; }

    /// <summary>How many workers went away with it in hand.</summary>
    public int Losses { get; set; }

    /// <summary>Who handed it back, or null.</summary>
    public HandBacks? HandBacks { get; set; }
}
