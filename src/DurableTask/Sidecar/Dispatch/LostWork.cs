namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What a worker had in hand when its stream ended.</summary>
/// <param name="Turns">Each instance's key, and how many turns of it were committed then.</param>
/// <param name="Activities">Their sequences.</param>
internal sealed record LostWork(IReadOnlyList<(long Key, long Turn)> Turns, IReadOnlyList<long> Activities)
{
    public static LostWork Of(WorkerConnection worker) => new([.. worker.Turns.Select(lease => (lease.Slot.Key, lease.Turn))], [.. worker.Activities.Keys]);
}
