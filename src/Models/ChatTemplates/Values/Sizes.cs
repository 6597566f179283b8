namespace Tapir.Models.ChatTemplates.Values;

/// <summary>How large one value may get, asked before it is made.</summary>
internal static class Sizes
{
    /// <summary>Characters of one text.</summary>
    public const long LongestText = 1 << 24;

    /// <summary>Elements of one list.</summary>
    public const long LongestList = 1 << 20;

    /// <exception cref="TemplateFault">It would be longer.</exception>
    public static void DemandText(long characters)
    {
        if (characters > LongestText)
        {
            throw new TemplateFault($"a text of {characters} characters is longer than the {LongestText} allowed");
        }
    }

    /// <exception cref="TemplateFault">It would be longer.</exception>
    public static void DemandList(long elements)
    {
        if (elements > LongestList)
        {
            throw new TemplateFault($"a list of {elements} elements is longer than the {LongestList} allowed");
        }
    }

    /// <exception cref="TemplateFault">So many would be compared with each other.</exception>
    public static void DemandComparisons(long elements)
    {
        if (elements > 1000)
        {
            throw new TemplateFault($"{elements} different elements are more than are compared with each other");
        }
    }

    /// <summary>Puts texts together.</summary>
    public static string Join(string separator, IReadOnlyList<string> parts)
    {
        DemandText(parts.Sum(part => (long)part.Length + separator.Length));
        return string.Join(separator, parts);
    }
}
