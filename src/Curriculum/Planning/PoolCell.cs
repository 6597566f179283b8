using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>One cell of the pool: its examples and how the student did on them.</summary>
/// <param name="Cell">Label, family and level.</param>
/// <param name="Ids">All its examples, in the order of their ids.</param>
/// <param name="HardIds">Those that are hard, in the order of their ids.</param>
/// <param name="Shown">How many have a score.</param>
/// <param name="Learnt">How many were hard in the round before and have a score that is not hard now.</param>
internal sealed record PoolCell(TaskCell Cell, IReadOnlyList<string> Ids, IReadOnlyList<string> HardIds, int Shown, int Learnt)
{
    public int Failed => HardIds.Count;

    public int Unscored => Ids.Count - Shown;

    public static PoolCell Empty(TaskCell cell) => new(cell, [], [], 0, 0);
}
