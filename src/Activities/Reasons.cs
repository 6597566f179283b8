namespace Tapir.Activities;

/// <summary>Counts things by name, in the order of the names.</summary>
internal static class Reasons
{
    public static IReadOnlyDictionary<string, int> Count(IEnumerable<string> names) =>
        new SortedDictionary<string, int>(names.CountBy(name => name).ToDictionary(), StringComparer.Ordinal);
}
