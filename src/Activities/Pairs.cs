namespace Tapir.Activities;

/// <summary>Puts questions and answers together that lie in two files in the same order.</summary>
internal static class Pairs
{
    /// <param name="what">What the second are, for the message.</param>
    /// <exception cref="InvalidDataException">There are more of one than of the other: nothing tells which belong together.</exception>
    public static IEnumerable<(TFirst First, TSecond Second)> Of<TFirst, TSecond>(IReadOnlyCollection<TFirst> first, IReadOnlyCollection<TSecond> second, string what) =>
        first.Count == second.Count
            ? first.Zip(second)
            : throw new InvalidDataException($"There are {second.Count} {what} to {first.Count} examples; they were not made from the same shard.");
}
