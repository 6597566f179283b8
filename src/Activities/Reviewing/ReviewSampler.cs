using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;

namespace Tapir.Activities.Reviewing;

/// <summary>Draws what is shown: by chance, each example as likely as any other, and by the run's seed alone.</summary>
internal static class ReviewSampler
{
    // A sample is smaller than the number of families and levels: drawn from each in proportion, it would always be from the first ones.
    private static readonly TaskCell Together = new(TaskLabels.Others, Family: null, Level: null);

    /// <returns>At most so many, in the order in which they were given.</returns>
    public static IReadOnlyList<Example> Draw(IReadOnlyList<Example> examples, int count, int seed)
    {
        // A training set may hold an example twice; shown once, it is seen.
        Example[] distinct = [.. examples.DistinctBy(example => example.Id)];
        HashSet<string> drawn = [.. PoolSample.Draw([.. distinct.Select(example => new PoolEntry(example.Id, Together, TokenCount.Zero))], count, seed).Select(entry => entry.Id)];
        return [.. distinct.Where(example => drawn.Contains(example.Id))];
    }
}
