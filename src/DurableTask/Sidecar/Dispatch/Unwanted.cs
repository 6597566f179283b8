namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What is parked because no connected worker takes it, so that it goes out again when one comes that may.</summary>
/// <remarks>On disk such an item is told from others by its reason (<see cref="Storage.ParkReason"/>); this is its copy in memory.</remarks>
internal sealed class Unwanted(ConnectedWorkers workers)
{
    private readonly Dictionary<ItemName, (WorkRoute Route, HandBacks? HandBacks)> items = [];

    /// <summary>Those that a connected worker has not refused.</summary>
    public IReadOnlyList<ItemName> Wanted => [.. items.Where(item => workers.HasTaker(item.Value.Route, item.Value.HandBacks)).Select(item => item.Key)];

    public void Add(WorkRoute route, long number, HandBacks? handBacks) => items[new ItemName(route.Kind, number)] = (route, handBacks);

    /// <returns>Who refused it, as far as this is known.</returns>
    public HandBacks? Remove(ItemName name) => items.Remove(name, out (WorkRoute Route, HandBacks? HandBacks) item) ? item.HandBacks : null;
}
