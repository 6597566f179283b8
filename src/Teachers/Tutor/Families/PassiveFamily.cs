using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Says a sentence in the passive voice.</summary>
internal sealed class PassiveFamily() : ParsedFamily<PassiveFamily.Sentence[]>(
    "paraphrase.passive",
    TaskLabels.Paraphrase,
    "Say it in the passive. Levels: present; with an adjective; past; past with two people; two sentences in the past.",
    "Say it in the passive: {0}.", "Rewrite in the passive voice: {0}.", "Paraphrase with the passive: {0}.")
{
    internal sealed record Sentence(string Subject, Verb Verb, bool Past, string Thing)
    {
        public string Active => $"{Subject} {(Past ? Verb.Past : Verb.Third)} the {Thing}";

        public string Passive => $"the {Thing} {(Past ? "was" : "is")} {Verb.Participle} by {Subject}";
    }

    public override string? ItemSeparator => ", ";

    protected override Sentence[] Draw(TutorRandom random, int level) =>
        [.. Enumerable.Range(0, level == 5 ? 2 : 1).Select(_ => DrawOne(random, level))];

    protected override int LevelOf(Sentence[] task)
    {
        bool pair = task[0].Subject.Contains(" and ", StringComparison.Ordinal);
        bool adorned = task[0].Thing.Contains(' ', StringComparison.Ordinal);
        return (task.Length, task[0].Past, pair, adorned) switch
        {
            (1, false, false, _) => adorned ? 2 : 1,
            (1, true, _, false) => pair ? 4 : 3,
            (2, true, false, false) when task[1].Past => 5,
            _ => 0,
        };
    }

    protected override string[] Fill(Sentence[] task) => [string.Join(ItemSeparator, task.Select(s => s.Active))];

    protected override Sentence[]? Read(string[] slots) => Parts.Read(slots[0].Split(ItemSeparator), ReadOne);

    protected override Solution Solve(Sentence[] task) => new(
        [string.Join(", ", task.Select(s => $"{(s.Past ? s.Verb.Past : s.Verb.Third)} -> {(s.Past ? "was" : "is")} {s.Verb.Participle}"))],
        string.Join(ItemSeparator, task.Select(s => s.Passive)));

    private static Sentence DrawOne(TutorRandom random, int level)
    {
        string subject = level == 4 ? string.Join(" and ", random.Pick(Vocabulary.Names, 2)) : random.Pick(Vocabulary.Names);
        string noun = random.Pick(Vocabulary.Nouns);
        return new Sentence(subject, random.Pick(Verb.All), level > 2, level == 2 ? $"{random.Pick(Vocabulary.Adjectives)} {noun}" : noun);
    }

    private static Sentence? ReadOne(string text)
    {
        int the = text.IndexOf(" the ", StringComparison.Ordinal);
        int space = the <= 0 ? -1 : text.LastIndexOf(' ', the - 1);
        if (space < 0)
        {
            return null;
        }

        string word = text[(space + 1)..the];
        return Verb.All.FirstOrDefault(v => v.Third == word || v.Past == word) is { } verb
            ? new Sentence(text[..space], verb, verb.Past == word, text[(the + 5)..])
            : null;
    }
}
