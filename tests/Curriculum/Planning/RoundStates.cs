using CsCheck;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Selection;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Planning;

/// <summary>Rounds to plan for.</summary>
internal static class RoundStates
{
    public static readonly TaskLabel[] Labels = [TaskLabels.Math, TaskLabels.Reasoning, TaskLabels.Grammar];

    public static readonly Scored Wrong = new(new JudgeScore(10), new JudgeScore(1));

    public static readonly Scored Right = new(new JudgeScore(10), new JudgeScore(10));

    public static readonly Gen<RoundState> Any =
        from seed in Gen.Long
        from size in Gen.Int[0, 120]
        from entries in Gen.Select(Gen.Int[0, 2], Gen.Int[1, 4], Gen.Int[0, 2]).Array[0, 60]
        from weighing in Gen.Bool.Select(yes => yes ? CellWeighing.Frontier : CellWeighing.Literal)
        from capacity in Gen.Int[-10, 20].Select(one => one < 0 ? (int?)null : one)
        select Of(
            [.. entries.Select(entry => (Cell(entry.Item1, entry.Item2), entry.Item3 switch { 0 => Wrong, 1 => (Judgement)Right, _ => new Unscored("x") }))],
            size,
            seed,
            weighing,
            capacity);

    public static TaskCell Cell(int label, int level) => new(Labels[label], $"family of {Labels[label]}", level);

    public static RoundState Of(
        (TaskCell Cell, Judgement Judgement)[] pool, int size, long seed = 7, CellWeighing weighing = CellWeighing.Frontier, int? capacity = null) => new(
        1,
        [.. pool.Select((entry, at) => new PoolEntry($"e{at:000}", entry.Cell, new TokenCount(20)))],
        pool.Select((entry, at) => (entry, at)).ToDictionary(one => $"e{one.at:000}", one => one.entry.Judgement),
        new RoundSettings
        {
            Size = size,
            TaskMix = TaskMix.Uniform(Labels),
            Expandable = [.. from label in new[] { 0, 1, 2 } from level in new[] { 1, 2, 3, 4 } select new ExpandableCell(Cell(label, level), capacity)],
            CellWeighing = weighing,
        },
        seed);
}
