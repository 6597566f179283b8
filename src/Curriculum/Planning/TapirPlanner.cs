using Tapir.Curriculum.Randomness;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>TAPIR (arXiv 2405.13448): trains again on what the student fails, and has new instructions written of the label, family and
/// level of what it fails, within quotas of the task mix.</summary>
internal sealed class TapirPlanner : IRoundPlanner
{
    public string Name => "tapir";

    public RoundPlan Plan(RoundState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        PoolView pool = new(state);
        ExpansionPlan expansion = ExpansionPlanning.Plan(
            state,
            pool,
            cell => WeightOf(cell, state.Settings),
            cell => cell.HardIds.Count > 0 ? cell.HardIds : cell.Ids);
        return new RoundPlan(
            Name,
            state.Round,
            state.Settings.HardShare,
            HardInOrder(state, pool),
            expansion.Quotas.Labels,
            expansion.Quotas.Unplanned,
            expansion.Requests,
            pool.Counts(expansion.Requests),
            pool.Cells.Sum(cell => cell.Unscored));
    }

    private static double WeightOf(PoolCell cell, RoundSettings settings) => settings.CellWeighing switch
    {
        CellWeighing.Frontier => CellWeights.Frontier(cell, settings.FrontierFloor),
        CellWeighing.Literal => CellWeights.Literal(cell),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.CellWeighing, "Unknown way to weigh cells."),
    };

    // Assembly takes as many as α asks for from the front. So cells are interleaved such that any beginning of the list holds labels by the
    // task mix and, within a label, cells by their weight; labels outside the mix come last. Within a cell the order is left to chance:
    // the largest gaps first would again be the hopeless ones first.
    private static string[] HardInOrder(RoundState state, PoolView pool)
    {
        List<(double Position, string Id)> placed = [];
        foreach (IGrouping<TaskLabel, PoolCell> label in pool.Cells.Where(cell => cell.Failed > 0).GroupBy(cell => cell.Cell.Task))
        {
            double share = state.Settings.TaskMix.ShareOf(label.Key);
            double labelWeight = label.Sum(cell => WeightOf(cell, state.Settings));
            foreach (PoolCell cell in label)
            {
                double weight = share * WeightOf(cell, state.Settings) / labelWeight;
                SeededRandom random = new(state.Seed, $"hard r{state.Round}/{cell.Cell}");
                string[] ids = [.. cell.HardIds];
                random.Shuffle(ids.AsSpan());
                double offset = random.NextDouble();
                placed.AddRange(ids.Select((id, at) => (weight > 0 ? (at + offset) / weight : double.MaxValue, id)));
            }
        }

        return [.. placed.OrderBy(one => one.Position).ThenBy(one => one.Id, StringComparer.Ordinal).Select(one => one.Id)];
    }
}
