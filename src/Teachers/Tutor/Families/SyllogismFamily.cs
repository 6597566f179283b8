using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Chains of "all A are B", the last of which may be "no B are C"; the question runs along the chain or against it.</summary>
/// <remarks>As in the classical syllogism every kind named is taken to have members, so "no B are C" makes "are all A C?" a plain no.</remarks>
internal sealed class SyllogismFamily() : ParsedFamily<SyllogismFamily.Argument>(
    "reasoning.syllogism",
    TaskLabels.Reasoning,
    "Does it follow: yes, no or unknown? Levels: one, two, three premises; three, four premises out of order.",
    "{0} Are all {1} {2}? Say yes, no or unknown.",
    "Given: {0} Is it true that all {1} are {2}? Say yes, no or unknown.",
    "We know this. {0} Does it follow that all {1} are {2}? Say yes, no or unknown.")
{
    private static readonly string[] Kinds =
    [
        "apples", "birds", "boats", "books", "cars", "cats", "cups", "dogs", "ducks", "frogs", "games", "hats",
        "kings", "lamps", "lions", "maps", "pens", "pigs", "rings", "rocks", "ships", "stars", "stones", "trees",
    ];

    internal sealed record Premise(string From, string To, bool Denied);

    internal sealed record Argument(Premise[] Premises, string Subject, string Predicate);

    protected override Argument Draw(TutorRandom random, int level)
    {
        int count = level < 4 ? level : level - 1;
        string[] kinds = random.Pick(Kinds, count + 1);
        int answer = random.Next(0, 2);
        Premise[] chain = [.. Enumerable.Range(0, count).Select(i => new Premise(kinds[i], kinds[i + 1], answer == 0 && i == count - 1))];
        Premise[] told = chain;
        while (level > 3 && told.SequenceEqual(chain))
        {
            told = random.Pick(chain, count);
        }

        return answer == 2 ? new Argument(told, kinds[^1], kinds[0]) : new Argument(told, kinds[0], kinds[^1]);
    }

    protected override int LevelOf(Argument task)
    {
        if (ChainOf(task) is not { } chain)
        {
            return 0;
        }

        bool inOrder = chain.SequenceEqual(task.Premises);
        return (chain.Length, inOrder) switch
        {
            (1 or 2 or 3, true) => chain.Length,
            (3 or 4, false) => chain.Length + 1,
            _ => 0,
        };
    }

    protected override string[] Fill(Argument task) =>
    [
        string.Join(' ', task.Premises.Select(p => $"{(p.Denied ? "No" : "All")} {p.From} are {p.To}.")), task.Subject, task.Predicate,
    ];

    protected override Argument? Read(string[] slots)
    {
        string[] sentences = slots[0].TrimEnd('.').Split(". ");
        string[][] words = [.. sentences.Select(s => s.Split(' '))];
        return words.All(w => w.Length == 4)
            ? new Argument([.. words.Select(w => new Premise(w[1], w[3], w[0] == "No"))], slots[1], slots[2])
            : null;
    }

    protected override Solution Solve(Argument task)
    {
        Premise[] chain = ChainOf(task)!;
        if (task.Subject == chain[^1].To)
        {
            return new Solution([$"{task.Subject} -> ?"], "unknown");
        }

        return new Solution(
            [.. chain.Select(p => $"{p.From} -> {(p.Denied ? "not " : string.Empty)}{p.To}")], chain[^1].Denied ? "no" : "yes");
    }

    /// <summary>The premises in the order of the chain; null where they are no chain or the question does not join its ends.</summary>
    private static Premise[]? ChainOf(Argument task)
    {
        Premise? next = Array.Find(task.Premises, p => !task.Premises.Any(q => q.To == p.From));
        List<Premise> chain = [];
        while (next is not null && chain.Count < task.Premises.Length && !(chain.Count > 0 && chain[^1].Denied))
        {
            chain.Add(next);
            string end = next.To;
            next = Array.Find(task.Premises, p => p.From == end);
        }

        bool joined = chain.Count == task.Premises.Length && next is null && chain.Select(p => p.From).Distinct().Count() == chain.Count
            && ((task.Subject == chain[0].From && task.Predicate == chain[^1].To)
                || (task.Subject == chain[^1].To && task.Predicate == chain[0].From && !chain[^1].Denied));
        return joined ? [.. chain] : null;
    }
}
