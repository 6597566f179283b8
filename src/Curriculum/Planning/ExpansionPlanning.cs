using Tapir.Curriculum.Randomness;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>From quotas per label to requests per label, family and level: what all planners share. A planner says how much a cell weighs
/// and which of its examples to show.</summary>
internal static class ExpansionPlanning
{
    /// <param name="state">The round.</param>
    /// <param name="pool">Its pool.</param>
    /// <param name="weigh">How much of its label's quota a cell should get, 0 or more; where all weigh 0 they share equally.</param>
    /// <param name="show">The examples of a cell from which those to be shown are drawn.</param>
    public static ExpansionPlan Plan(RoundState state, PoolView pool, Func<PoolCell, double> weigh, Func<PoolCell, IReadOnlyList<string>> show)
    {
        RoundSettings settings = state.Settings;
        ILookup<TaskLabel, ExpandableCell> expandable = settings.Expandable.OrderBy(one => one.Cell).ThenByDescending(CapacityOf).DistinctBy(one => one.Cell).ToLookup(one => one.Cell.Task);
        QuotaPlan quotas = Quotas.Of(settings.TaskMix, settings.Size, label => Sum(expandable[label].Select(CapacityOf)));
        List<ExpansionRequest> requests = [];
        foreach (LabelQuota quota in quotas.Labels.Where(quota => quota.Planned > 0))
        {
            foreach ((PoolCell cell, int count) in Share(pool, [.. expandable[quota.Task]], quota.Planned, weigh))
            {
                requests.AddRange(Requests(state, cell, show(cell), count));
            }
        }

        return new ExpansionPlan(quotas, requests);
    }

    private static IEnumerable<KeyValuePair<PoolCell, int>> Share(
        PoolView pool, ExpandableCell[] expandable, int planned, Func<PoolCell, double> weigh)
    {
        PoolCell[][] cells = [.. expandable.Select(one => CellsOf(pool, one, expandable))];
        int[] counts = Apportionment.Divide([.. cells.Select(some => some.Sum(weigh))], [.. expandable.Select(CapacityOf)], planned);
        for (int at = 0; at < expandable.Length; at++)
        {
            int[] shares = Apportionment.Divide([.. cells[at].Select(weigh)], [.. cells[at].Select(_ => Apportionment.Unbounded)], counts[at]);
            for (int cell = 0; cell < shares.Length; cell++)
            {
                yield return KeyValuePair.Create(cells[at][cell], shares[cell]);
            }
        }
    }

    // A teacher that writes for a whole label follows the families and levels of the pool, but for those it is offered by name.
    private static PoolCell[] CellsOf(PoolView pool, ExpandableCell one, ExpandableCell[] all)
    {
        if (!one.IsWholeLabel)
        {
            return [pool.At(one.Cell)];
        }

        PoolCell[] followed = [.. pool.Cells.Where(cell => one.Covers(cell.Cell) && !all.Any(other => !other.IsWholeLabel && other.Covers(cell.Cell)))];
        return followed.Length > 0 ? followed : [PoolCell.Empty(one.Cell)];
    }

    private static IEnumerable<ExpansionRequest> Requests(RoundState state, PoolCell cell, IReadOnlyList<string> candidates, int count)
    {
        (TaskLabel task, string? family, int? level) = cell.Cell;
        string prefix = $"r{state.Round}/{task}/{family ?? "-"}/{level?.ToString() ?? "-"}";
        string[] shown = [.. candidates];
        new SeededRandom(state.Seed, $"in context {prefix}").Shuffle(shown.AsSpan());
        int perRequest = Math.Min(state.Settings.ExamplesInContext, shown.Length);
        int next = 0;
        for (int number = 1; count > 0; number++)
        {
            string[] inContext = [.. Enumerable.Range(next, perRequest).Select(at => shown[at % shown.Length])];
            next += perRequest;
            int asked = Math.Min(count, state.Settings.InstructionsPerRequest);
            count -= asked;
            yield return new ExpansionRequest($"{prefix}/{number}", task, family, level, inContext, asked);
        }
    }

    private static int CapacityOf(ExpandableCell cell) => cell.Capacity ?? Apportionment.Unbounded;

    private static int Sum(IEnumerable<int> capacities) => (int)Math.Min(Apportionment.Unbounded, capacities.Sum(capacity => (long)capacity));
}
