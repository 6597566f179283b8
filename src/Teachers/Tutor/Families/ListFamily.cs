using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Writes a list in another format, all on one line.</summary>
internal sealed class ListFamily() : ParsedFamily<ListFamily.Listing>(
    "format.list",
    TaskLabels.ComplexFormat,
    "Write a list in a format: numbered, with dashes, semicolons, bars, brackets. Levels: two, three, four, five, six items.",
    "Write {0}: {1}", "Format {0}: {1}", "Show these words {0}: {1}")
{
    private static readonly (string Name, Func<string[], string> Write)[] Formats =
    [
        ("as a numbered list", items => string.Join(' ', items.Select((item, i) => $"{i + 1}. {item}"))),
        ("as a list with dashes", items => string.Join(' ', items.Select(item => $"- {item}"))),
        ("with semicolons", items => string.Join("; ", items)),
        ("with bars", items => string.Join(" | ", items)),
        ("each in brackets", items => string.Join(' ', items.Select(item => $"[{item}]"))),
    ];

    internal sealed record Listing(string Format, string[] Items);

    public override AnswerForm Form => AnswerForm.Text;

    public override string? ItemSeparator => " ";

    protected override Listing Draw(TutorRandom random, int level) =>
        new(random.Pick(Formats).Name, random.Pick(Vocabulary.Nouns, level + 1));

    protected override int LevelOf(Listing task) => task.Items.All(Vocabulary.Nouns.Contains) ? task.Items.Length - 1 : 0;

    protected override string[] Fill(Listing task) => [task.Format, string.Join(", ", task.Items)];

    protected override Listing? Read(string[] slots) =>
        Array.Exists(Formats, f => f.Name == slots[0]) ? new Listing(slots[0], slots[1].Split(", ")) : null;

    protected override Solution Solve(Listing task) =>
        new([], Array.Find(Formats, f => f.Name == task.Format).Write(task.Items));
}
