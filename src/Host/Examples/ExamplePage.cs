namespace Tapir.Host.Examples;

/// <summary>Some of a run's examples.</summary>
/// <param name="Previous">To be asked for with <see cref="ExampleQuery.Before"/>; null on the first page.</param>
/// <param name="Next">To be asked for with <see cref="ExampleQuery.After"/>; null on the last page.</param>
/// <param name="Found">How many there are on all pages, counted up to <see cref="MostCounted"/>.</param>
public sealed record ExamplePage(IReadOnlyList<ExampleItem> Examples, long? Previous, long? Next, long Found)
{
    /// <summary>More than so many are not counted where that would mean to look at each.</summary>
    public const int MostCounted = 10_000;

    public static readonly ExamplePage Empty = new([], null, null, 0);

    /// <value>Whether there are more than <see cref="Found"/>.</value>
    public bool HasMore { get; init; }
}
