using Tapir.DurableTask.Sidecar;

namespace Tapir.Host.Dashboard.Workers;

/// <summary>The work items of one name: how many are under way, wait, and are parked.</summary>
/// <param name="IsOffered">Whether a worker is there that takes them.</param>
public sealed record WorkLine(string Name, int InHand, int Waiting, int Parked, bool IsOffered)
{
    /// <summary>Those that there is something of, by name.</summary>
    public static IReadOnlyList<WorkLine> Of(HubWork work, IReadOnlyList<ParkedItem> parked)
    {
        ArgumentNullException.ThrowIfNull(work);
        ILookup<string, WorkInHand> inHand = work.Workers.SelectMany(worker => worker.InHand).ToLookup(item => item.Name, StringComparer.OrdinalIgnoreCase);
        ILookup<string, WaitingWork> waiting = work.Waiting.ToLookup(line => line.Name, StringComparer.OrdinalIgnoreCase);
        ILookup<string, ParkedItem> given = parked.ToLookup(item => item.Name, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. inHand.Select(line => line.Key).Concat(waiting.Select(line => line.Key)).Concat(given.Select(line => line.Key)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
                .Select(name => new WorkLine(name, inHand[name].Count(), waiting[name].Sum(line => line.Count), given[name].Count(), waiting[name].All(line => line.IsOffered))),
        ];
    }
}
