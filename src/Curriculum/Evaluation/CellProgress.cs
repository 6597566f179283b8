using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Evaluation;

/// <summary>What changed between two students in one cell of the held-out set.</summary>
/// <param name="Cell">Label, family and level.</param>
/// <param name="Shown">Tasks that both students answered.</param>
/// <param name="Failed">Tasks that the later one got wrong.</param>
/// <param name="Learnt">Tasks that the earlier one got wrong and the later one right.</param>
/// <param name="Forgotten">Tasks that the earlier one got right and the later one wrong.</param>
public sealed record CellProgress(TaskCell Cell, int Shown, int Failed, int Learnt, int Forgotten)
{
    /// <summary>Per cell, in the cells' order, over the tasks that both answered.</summary>
    public static IReadOnlyList<CellProgress> Between(IEnumerable<Outcome> earlier, IEnumerable<Outcome> later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        var pairs = earlier.Join(later, before => before.Id, after => after.Id, (before, after) => (after.Cell, Before: before.Correct, After: after.Correct));
        return
        [
            .. pairs.GroupBy(pair => pair.Cell).OrderBy(group => group.Key).Select(group => new CellProgress(
                group.Key,
                group.Count(),
                group.Count(pair => !pair.After),
                group.Count(pair => !pair.Before && pair.After),
                group.Count(pair => pair.Before && !pair.After))),
        ];
    }
}
