using Tapir.Curriculum.Randomness;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>Which examples of the pool are answered and judged in a round, where all would be too many.</summary>
public static class PoolSample
{
    /// <summary>At most so many entries, from each label, family and level in proportion to its part of the pool, drawn by chance; in the
    /// order of their ids. The same whatever the order of the pool.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="most">The bound, 0 or more.</param>
    /// <param name="seed">The round's seed, so that another round draws others.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative.</exception>
    public static IReadOnlyList<PoolEntry> Draw(IReadOnlyList<PoolEntry> pool, int most, long seed)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        IGrouping<TaskCell, PoolEntry>[] cells =
        [
            .. pool.OrderBy(entry => entry.Id, StringComparer.Ordinal).GroupBy(entry => entry.Cell).OrderBy(cell => cell.Key),
        ];
        int[] sizes = [.. cells.Select(cell => cell.Count())];
        int[] counts = Apportionment.Divide([.. sizes.Select(size => (double)size)], sizes, Math.Min(most, pool.Count));
        return
        [
            .. cells.SelectMany((cell, at) => Some(cell, counts[at], seed)).OrderBy(entry => entry.Id, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<PoolEntry> Some(IGrouping<TaskCell, PoolEntry> cell, int count, long seed)
    {
        PoolEntry[] shuffled = [.. cell];
        new SeededRandom(seed, $"pool sample of {cell.Key}").Shuffle(shuffled.AsSpan());
        return shuffled.Take(count);
    }
}
