using System.Collections.Frozen;
using Tapir.Teachers.Tutor.Families;

namespace Tapir.Teachers.Tutor;

/// <summary>All families, and who reads an instruction.</summary>
internal static class TutorFamilies
{
    public static IReadOnlyList<TutorFamily> All { get; } =
    [
        new SumFamily(), new DifferenceFamily(), new ProductFamily(), new LargestFamily(), new StoryFamily(),
        new SyllogismFamily(), new BooleanFamily(), new OrderFamily(), new SequenceFamily(),
        new ProgramFamily(), new TraceFamily(), new RepairFamily(), new JsonFamily(), new ListFamily(),
        new WeekdayFamily(), new ClockFamily(), new UnitsFamily(), new PluralFamily(), new PastFamily(),
        new PassiveFamily(), new EditFamily(), new SortFamily(), new CountFamily(), new DictionaryFamily(),
        new RenamingFamily(), new ShoppingFamily(),
    ];

    private static readonly FrozenDictionary<string, TutorFamily> ByName = All.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (TutorFamily Family, Phrasing Phrasing)[]> ByFirstWord = All
        .SelectMany(family => family.Phrasings.Select(phrasing => (Family: family, Phrasing: phrasing)))
        .GroupBy(reader => FirstWord(reader.Phrasing.Opening))
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    public static TutorFamily? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The problem an instruction sets; null where no family knows it. White space around it does not count.</summary>
    public static TutorProblem? TryRead(string instruction)
    {
        string text = instruction.Trim();
        return Readings(text).FirstOrDefault();
    }

    /// <summary>Every reading of an instruction. Tests hold the tutor to at most one.</summary>
    public static IEnumerable<TutorProblem> Readings(string instruction) =>
        ReadersOf(FirstWord(instruction)).Concat(ReadersOf(string.Empty))
            .Select(reader => reader.Family.TryRead(instruction, reader.Phrasing))
            .OfType<TutorProblem>();

    private static (TutorFamily Family, Phrasing Phrasing)[] ReadersOf(string firstWord) =>
        ByFirstWord.TryGetValue(firstWord, out (TutorFamily, Phrasing)[]? readers) ? readers : [];

    // Wordings that begin with a slot have no first word and stand under the empty one.
    private static string FirstWord(string text)
    {
        int end = text.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? string.Empty : text[..end];
    }
}
