using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Randomness;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Evaluation;

/// <summary>Examples divided into those to measure with and those to learn from.</summary>
/// <param name="HeldOut">To measure with, in the order of their ids.</param>
/// <param name="Rest">To learn from, in the order of their ids.</param>
public sealed record HeldOutSplit(IReadOnlyList<Example> HeldOut, IReadOnlyList<Example> Rest)
{
    /// <summary>The same number from every label, family and level, drawn by chance; from a cell with few examples at most half, so that
    /// something is left to learn from. The same examples and seed give the same split, whatever their order and whatever is done with
    /// it later: every planner is measured on one set.</summary>
    /// <param name="examples">Each with an id of its own.</param>
    /// <param name="perCell">How many to hold out of each cell, 0 or more.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number per cell is negative.</exception>
    public static HeldOutSplit Of(IEnumerable<Example> examples, int perCell, long seed)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfNegative(perCell);
        List<Example> heldOut = [];
        List<Example> rest = [];
        foreach (IGrouping<TaskCell, Example> cell in examples.OrderBy(example => example.Id, StringComparer.Ordinal).GroupBy(example => example.Cell))
        {
            Example[] shuffled = [.. cell];
            new SeededRandom(seed, $"held out of {cell.Key}").Shuffle(shuffled.AsSpan());
            int count = Math.Min(perCell, shuffled.Length / 2);
            heldOut.AddRange(shuffled[..count]);
            rest.AddRange(shuffled[count..]);
        }

        return new HeldOutSplit(Sorted(heldOut), Sorted(rest));
    }

    private static Example[] Sorted(List<Example> examples) => [.. examples.OrderBy(example => example.Id, StringComparer.Ordinal)];
}
