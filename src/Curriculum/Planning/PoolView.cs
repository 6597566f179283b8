using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>The pool of a round by cell, in an order that does not depend on that of the input.</summary>
internal sealed class PoolView
{
    private readonly SortedDictionary<TaskCell, PoolCell> cells = [];

    /// <exception cref="ArgumentException">Two entries of the pool have one id.</exception>
    public PoolView(RoundState state)
    {
        PoolEntry[] pool = [.. state.Pool.OrderBy(entry => entry.Id, StringComparer.Ordinal)];
        for (int at = 1; at < pool.Length; at++)
        {
            if (pool[at].Id == pool[at - 1].Id)
            {
                throw new ArgumentException($"The pool of round {state.Round} holds the example {pool[at].Id} twice; give each example its own id.", nameof(state));
            }
        }

        Threshold threshold = state.Settings.Threshold;
        foreach (IGrouping<TaskCell, PoolEntry> group in pool.GroupBy(entry => entry.Cell))
        {
            string[] ids = [.. group.Select(entry => entry.Id)];
            Scored?[] now = [.. ids.Select(id => ScoreOf(state.Judgements, id))];
            string[] hard = [.. ids.Where((_, at) => now[at]?.Difficulty.IsHardAt(threshold) == true)];
            int learnt = ids.Where((id, at) => now[at]?.Difficulty.IsHardAt(threshold) == false
                && ScoreOf(state.PreviousJudgements, id)?.Difficulty.IsHardAt(threshold) == true).Count();
            cells.Add(group.Key, new PoolCell(group.Key, ids, hard, now.Count(score => score is not null), learnt));
        }
    }

    /// <summary>In the cells' order.</summary>
    public IReadOnlyCollection<PoolCell> Cells => cells.Values;

    /// <summary>The cell, with nothing in it where the pool has none of its examples.</summary>
    public PoolCell At(TaskCell cell) => cells.GetValueOrDefault(cell) ?? PoolCell.Empty(cell);

    /// <summary>What happened per cell of the pool or of the requests, in the cells' order.</summary>
    public IReadOnlyList<CellCounts> Counts(IReadOnlyList<ExpansionRequest> requests)
    {
        Dictionary<TaskCell, int> requested = requests
            .GroupBy(request => new TaskCell(request.Task, request.Family, request.Level))
            .ToDictionary(group => group.Key, group => group.Sum(request => request.Count));
        return
        [
            .. cells.Keys.Union(requested.Keys).Order().Select(At).Select(cell => new CellCounts(
                cell.Cell, cell.Shown, cell.Unscored, cell.Failed, cell.Learnt, requested.GetValueOrDefault(cell.Cell))),
        ];
    }

    private static Scored? ScoreOf(IReadOnlyDictionary<string, Judgement>? judgements, string id) => judgements?.GetValueOrDefault(id) as Scored;
}
