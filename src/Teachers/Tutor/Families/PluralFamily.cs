using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Plurals by rule: -s, -es, -ies, -ves, and a few that follow none.</summary>
internal sealed class PluralFamily() : ParsedFamily<string[]>(
    "grammar.plural",
    TaskLabels.Grammar,
    "Write nouns in the plural. Levels: one regular noun; two regular; two with -es or -ies; three with -ves too; four with irregular ones.",
    "Write in the plural: {0}", "What is the plural of {0}?", "Make plural: {0}", "Give the plural form: {0}",
    "Put into the plural: {0}")
{
    private static readonly string[] Hissing = ["box", "bus", "bush", "class", "dish", "fox", "glass", "kiss", "lunch", "watch", "wish", "witch"];
    private static readonly string[] InY = ["baby", "berry", "city", "fairy", "fly", "lady", "lily", "party", "pony", "puppy", "story", "spy"];
    private static readonly string[] InF = ["calf", "elf", "half", "knife", "leaf", "life", "loaf", "shelf", "thief", "wife", "wolf"];

    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["child"] = "children",
        ["fish"] = "fish",
        ["foot"] = "feet",
        ["goose"] = "geese",
        ["man"] = "men",
        ["mouse"] = "mice",
        ["ox"] = "oxen",
        ["person"] = "people",
        ["sheep"] = "sheep",
        ["tooth"] = "teeth",
        ["woman"] = "women",
    };

    private static readonly string[] Second = [.. Hissing, .. InY];
    private static readonly string[] Third = [.. Vocabulary.Nouns, .. Second, .. InF];
    private static readonly string[] Fourth = [.. Third, .. Irregular.Keys];

    public override string? ItemSeparator => ", ";

    protected override string[] Draw(TutorRandom random, int level)
    {
        string[] nouns = level switch
        {
            1 or 2 => random.Pick(Vocabulary.Nouns, level),
            3 => random.Pick(Second, 2),
            4 => [random.Pick(InF), .. random.Pick(Third, 2)],
            _ => [random.Pick([.. Irregular.Keys]), .. random.Pick(Fourth, 3)],
        };

        // Drawn again where the obligatory first noun came twice.
        return nouns.Distinct().Count() == nouns.Length ? random.Pick(nouns, nouns.Length) : Draw(random, level);
    }

    protected override int LevelOf(string[] task) => task.Length switch
    {
        _ when !task.All(Fourth.Contains) => 0,
        1 or 2 when task.All(Vocabulary.Nouns.Contains) => task.Length,
        2 when task.All(Second.Contains) => 3,
        3 when task.All(Third.Contains) => 4,
        4 => 5,
        _ => 0,
    };

    protected override string[] Fill(string[] task) => [string.Join(", ", task)];

    protected override string[]? Read(string[] slots) => slots[0].Split(", ");

    protected override Solution Solve(string[] task) =>
        new(task.Length == 1 ? [] : [.. task.Select(n => $"{n} -> {Plural(n)}")], string.Join(ItemSeparator, task.Select(Plural)));

    private static string Plural(string noun)
    {
        if (Irregular.TryGetValue(noun, out string? plural))
        {
            return plural;
        }

        return Hissing.Contains(noun) ? noun + "es"
            : InY.Contains(noun) ? noun[..^1] + "ies"
            : InF.Contains(noun) ? noun.TrimEnd('e')[..^1] + "ves"
            : noun + "s";
    }
}
