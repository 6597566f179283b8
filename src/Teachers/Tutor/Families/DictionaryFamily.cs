using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Translates single words with a small fixed dictionary; worked word by word.</summary>
internal sealed class DictionaryFamily() : ParsedFamily<DictionaryFamily.Words>(
    "multilingual.words",
    TaskLabels.Multilingual,
    "Translate words into German, French or Spanish. Levels: one, two, three, four, five words.",
    "Translate into {0}: {1}", "Say in {0}: {1}", "What is this in {0}? {1}", "Give the {0} words for: {1}")
{
    private static readonly string[] Languages = ["German", "French", "Spanish"];

    private static readonly Dictionary<string, string[]> Entries = new(StringComparer.Ordinal)
    {
        ["one"] = ["eins", "un", "uno"],
        ["two"] = ["zwei", "deux", "dos"],
        ["three"] = ["drei", "trois", "tres"],
        ["four"] = ["vier", "quatre", "cuatro"],
        ["five"] = ["fünf", "cinq", "cinco"],
        ["six"] = ["sechs", "six", "seis"],
        ["red"] = ["rot", "rouge", "rojo"],
        ["blue"] = ["blau", "bleu", "azul"],
        ["green"] = ["grün", "vert", "verde"],
        ["white"] = ["weiß", "blanc", "blanco"],
        ["black"] = ["schwarz", "noir", "negro"],
        ["cat"] = ["Katze", "chat", "gato"],
        ["dog"] = ["Hund", "chien", "perro"],
        ["bird"] = ["Vogel", "oiseau", "pájaro"],
        ["horse"] = ["Pferd", "cheval", "caballo"],
        ["cow"] = ["Kuh", "vache", "vaca"],
        ["house"] = ["Haus", "maison", "casa"],
        ["book"] = ["Buch", "livre", "libro"],
        ["tree"] = ["Baum", "arbre", "árbol"],
        ["star"] = ["Stern", "étoile", "estrella"],
    };

    private static readonly string[] English = [.. Entries.Keys];

    internal sealed record Words(string Language, string[] Items);

    public override string? ItemSeparator => ", ";

    protected override Words Draw(TutorRandom random, int level) => new(random.Pick(Languages), random.Pick(English, level));

    protected override int LevelOf(Words task) =>
        Languages.Contains(task.Language) && task.Items.All(Entries.ContainsKey) ? task.Items.Length : 0;

    protected override string[] Fill(Words task) => [task.Language, string.Join(", ", task.Items)];

    protected override Words? Read(string[] slots) => new(slots[0], slots[1].Split(", "));

    protected override Solution Solve(Words task)
    {
        int language = Array.IndexOf(Languages, task.Language);
        string[] translated = [.. task.Items.Select(w => Entries[w][language])];
        return new Solution(
            task.Items.Length == 1 ? [] : [.. task.Items.Zip(translated, (w, t) => $"{w} -> {t}")], string.Join(ItemSeparator, translated));
    }
}
