using Tapir.Curriculum.Randomness;

namespace Tapir.Curriculum.Planning;

/// <summary>The comparison that TAPIR has to win: the same size, task mix, hard share and budget, and no look at the judgements. Examples to
/// train on again are drawn evenly from the pool, new ones evenly over the families and levels of each label.</summary>
internal sealed class RandomPlanner : IRoundPlanner
{
    public string Name => "random";

    public RoundPlan Plan(RoundState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        PoolView pool = new(state);
        ExpansionPlan expansion = ExpansionPlanning.Plan(state, pool, _ => 1, cell => cell.Ids);
        string[] ids = [.. pool.Cells.SelectMany(cell => cell.Ids)];
        new SeededRandom(state.Seed, $"pool r{state.Round}").Shuffle(ids.AsSpan());
        return new RoundPlan(
            Name,
            state.Round,
            state.Settings.HardShare,
            ids,
            expansion.Quotas.Labels,
            expansion.Quotas.Unplanned,
            expansion.Requests,
            pool.Counts(expansion.Requests),
            pool.Cells.Sum(cell => cell.Unscored));
    }
}
