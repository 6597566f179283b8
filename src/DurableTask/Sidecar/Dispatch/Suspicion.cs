namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>When an item is thought to have killed the workers that went away with it. Whatever they had in hand besides went with them, and nobody knows which it was: so suspects go out one at
/// a time to a worker, and the one that kills it is parked alone.</summary>
internal static class Suspicion
{
    /// <summary>Fewer than the deliveries after which an item is parked, so that those that were only near it are cleared before.</summary>
    private const int AfterLosses = 3;

    public static bool Meets(int losses) => losses >= AfterLosses;
}
