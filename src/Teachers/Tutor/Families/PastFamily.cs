using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Puts sentences into the past tense; worked verb by verb.</summary>
internal sealed class PastFamily() : ParsedFamily<PastFamily.Clause[]>(
    "grammar.past",
    TaskLabels.Grammar,
    "Write in the past tense. Levels: a regular verb; with an adjective; an irregular verb; two clauses; three clauses.",
    "Write in the past tense: {0}.", "Put into the past: {0}.", "Change to the past tense: {0}.")
{
    internal sealed record Clause(string Name, Verb Verb, string Adjective, string Noun)
    {
        public string In(string verb) => $"{Name} {verb} the {(Adjective.Length > 0 ? Adjective + " " : string.Empty)}{Noun}";
    }

    public override string? ItemSeparator => " and ";

    protected override Clause[] Draw(TutorRandom random, int level)
    {
        Clause[] clauses = new Clause[Math.Max(1, level - 2)];
        for (int i = 0; i < clauses.Length; i++)
        {
            Verb verb = random.Pick(level switch { < 3 => Verb.RegularOnes, 3 => Verb.IrregularOnes, _ => Verb.All });
            string adjective = level == 2 ? random.Pick(Vocabulary.Adjectives) : string.Empty;
            clauses[i] = new Clause(random.Pick(Vocabulary.Names), verb, adjective, random.Pick(Vocabulary.Nouns));
        }

        return clauses;
    }

    protected override int LevelOf(Clause[] task)
    {
        bool irregular = Verb.IrregularOnes.Contains(task[0].Verb);
        bool adorned = task[0].Adjective.Length > 0;
        return task.Length switch
        {
            1 when !irregular => adorned ? 2 : 1,
            1 when !adorned => 3,
            2 or 3 when task.All(c => c.Adjective.Length == 0) => task.Length + 2,
            _ => 0,
        };
    }

    protected override string[] Fill(Clause[] task) => [string.Join(ItemSeparator, task.Select(c => c.In(c.Verb.Third)))];

    protected override Clause[]? Read(string[] slots) => Parts.Read(slots[0].Split(ItemSeparator), ReadClause);

    protected override Solution Solve(Clause[] task) => new(
        [string.Join(", ", task.Select(c => $"{c.Verb.Third} -> {c.Verb.Past}"))],
        string.Join(ItemSeparator, task.Select(c => c.In(c.Verb.Past))));

    private static Clause? ReadClause(string text)
    {
        string[] w = text.Split(' ');
        return w.Length is 4 or 5 && Verb.All.FirstOrDefault(v => v.Third == w[1]) is { } verb && Vocabulary.Nouns.Contains(w[^1])
            && (w.Length == 4 || Vocabulary.Adjectives.Contains(w[3]))
            ? new Clause(w[0], verb, w.Length == 5 ? w[3] : string.Empty, w[^1])
            : null;
    }
}
