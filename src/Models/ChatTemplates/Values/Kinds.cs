namespace Tapir.Models.ChatTemplates.Values;

/// <summary>What kinds of values do: truth, length, equality, order, iteration, as in Python.</summary>
internal static class Kinds
{
    private const int Deepest = 100;
    private const int MostComparisons = 1_000_000;

    /// <summary>The kind of a value, for errors.</summary>
    public static string Name(object? value) => value switch
    {
        null => "none",
        bool => "a boolean",
        long => "a whole number",
        double => "a number",
        string => "a text",
        List<object?> => "a list",
        TemplateMap => "a mapping",
        TemplateNamespace => "a namespace",
        Callable callable => $"the function {callable.Name}",
        Undefined undefined => $"{undefined.What}, which is not defined",
        _ => value.GetType().Name,
    };

    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined or false or 0L or 0.0 or "" => false,
        List<object?> list => list.Count > 0,
        TemplateMap map => map.Count > 0,
        _ => true,
    };

    public static long Length(object? value) => value switch
    {
        string text => TextRange.Length(text),
        List<object?> list => list.Count,
        TemplateMap map => map.Count,
        Undefined => 0,
        _ => throw new TemplateFault($"{Name(value)} has no length"),
    };

    /// <summary>What a loop goes over: elements, keys, characters.</summary>
    public static List<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        TemplateMap map => [.. map.Keys],
        string text => [.. text.EnumerateRunes().Select(rune => rune.ToString())],
        Undefined => [],
        _ => throw new TemplateFault($"{Name(value)} cannot be gone over"),
    };

    /// <exception cref="TemplateFault">The two are too deep or too large to compare.</exception>
    public static bool AreEqual(object? left, object? right)
    {
        int comparisons = 0;
        return AreEqual(left, right, 0, ref comparisons);
    }

    /// <exception cref="TemplateFault">The two have no order.</exception>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (long one, long other) => one.CompareTo(other),
        (string one, string other) => string.CompareOrdinal(one, other),
        _ when IsNumber(left) && IsNumber(right) => Number(left).CompareTo(Number(right)),
        _ => throw new TemplateFault($"{Name(left)} and {Name(right)} have no order"),
    };

    /// <exception cref="TemplateFault">Nothing can be in <paramref name="container"/>.</exception>
    public static bool Contains(object? container, object? item) => (container, item) switch
    {
        (string text, string part) => text.Contains(part, StringComparison.Ordinal),
        (List<object?> list, _) => list.Any(element => AreEqual(element, item)),
        (TemplateMap map, _) => item is string key && map.ContainsKey(key),
        (Undefined, _) => false,
        _ => throw new TemplateFault($"whether {Name(item)} is in {Name(container)} cannot be said"),
    };

    public static bool IsNumber(object? value) => value is long or double or bool;

    public static double Number(object? value) => value switch
    {
        long whole => whole,
        double number => number,
        bool flag => flag ? 1 : 0,
        _ => throw new TemplateFault($"{Name(value)} is no number"),
    };

    private static bool AreEqual(object? left, object? right, int depth, ref int comparisons)
    {
        if (depth > Deepest || ++comparisons > MostComparisons)
        {
            throw new TemplateFault($"values of more than {Deepest} levels or {MostComparisons} parts cannot be compared");
        }

        switch (left, right)
        {
            case (null, null) or (Undefined, Undefined):
                return true;
            case (string one, string other):
                return one == other;
            case (List<object?> one, List<object?> other):
                if (one.Count != other.Count)
                {
                    return false;
                }

                for (int i = 0; i < one.Count; i++)
                {
                    if (!AreEqual(one[i], other[i], depth + 1, ref comparisons))
                    {
                        return false;
                    }
                }

                return true;
            case (TemplateMap one, TemplateMap other):
                foreach ((string key, object? member) in one)
                {
                    if (!other.TryGetValue(key, out object? value) || !AreEqual(member, value, depth + 1, ref comparisons))
                    {
                        return false;
                    }
                }

                return one.Count == other.Count;
            default:
                return IsNumber(left) && IsNumber(right) ? Number(left) == Number(right) : ReferenceEquals(left, right);
        }
    }
}
