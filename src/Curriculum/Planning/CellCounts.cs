using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>What happened in one cell of the curriculum in one round.</summary>
/// <param name="Cell">Label, family and level.</param>
/// <param name="Shown">Examples that were judged.</param>
/// <param name="Unscored">Examples that could not be judged; not among <paramref name="Shown"/>.</param>
/// <param name="Failed">Examples of the shown that are hard.</param>
/// <param name="Learnt">Examples of the shown that were hard in the round before and are not now.</param>
/// <param name="Requested">New instructions asked for.</param>
public sealed record CellCounts(TaskCell Cell, int Shown, int Unscored, int Failed, int Learnt, int Requested);
