using System.Text.Json;
using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Turns a list of fields into a JSON object: words quoted, numbers bare.</summary>
internal sealed class JsonFamily() : ParsedFamily<KeyValuePair<string, string>[]>(
    "format.json",
    TaskLabels.ComplexFormat,
    "Write fields as a JSON object. Levels: one, two, three, four, five fields.",
    "Write as JSON: {0}", "Turn this into JSON: {0}", "Give a JSON object with {0}")
{
    private static readonly (string Key, IReadOnlyList<string> Values)[] Fields =
    [
        ("name", Vocabulary.Names), ("city", Vocabulary.Cities), ("pet", ["bird", "cat", "cow", "dog", "duck", "frog", "horse", "pig"]),
        ("color", ["red", "blue", "green", "white", "black"]), ("day", Vocabulary.Weekdays), ("age", Numbers(1, 99)), ("room", Numbers(1, 99)),
        ("price", Numbers(1, 99)),
    ];

    public override AnswerForm Form => AnswerForm.Code;

    public override string? ItemSeparator => ", ";

    protected override KeyValuePair<string, string>[] Draw(TutorRandom random, int level) =>
        [.. random.Pick(Fields, level).Select(f => KeyValuePair.Create(f.Key, random.Pick(f.Values)))];

    protected override int LevelOf(KeyValuePair<string, string>[] task) =>
        task.All(f => Array.Exists(Fields, known => known.Key == f.Key && known.Values.Contains(f.Value)))
            && task.DistinctBy(f => f.Key).Count() == task.Length ? task.Length : 0;

    protected override string[] Fill(KeyValuePair<string, string>[] task) => [string.Join(", ", task.Select(f => $"{f.Key} {f.Value}"))];

    protected override KeyValuePair<string, string>[]? Read(string[] slots)
    {
        string[][] fields = [.. slots[0].Split(", ").Select(f => f.Split(' '))];
        return fields.All(f => f.Length == 2) ? [.. fields.Select(f => KeyValuePair.Create(f[0], f[1]))] : null;
    }

    protected override Solution Solve(KeyValuePair<string, string>[] task)
    {
        IEnumerable<string> members = task.Select(
            f => $"\"{f.Key}\": {(Numerals.Read(f.Value) is null ? JsonSerializer.Serialize(f.Value) : f.Value)}");
        return new Solution([], $"{{{string.Join(ItemSeparator, members)}}}");
    }

    private static string[] Numbers(int low, int high) => [.. Enumerable.Range(low, high - low + 1).Select(n => $"{n}")];
}
