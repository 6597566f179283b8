using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>A world in which things have other names: what is this one called there?</summary>
internal sealed class RenamingFamily() : ParsedFamily<RenamingFamily.World>(
    "counterfactual.names",
    TaskLabels.Counterfactual,
    "Things are called otherwise. Levels: one, two, three, four new names; three, and the name of the named thing.",
    "Suppose {0}. What is a {1} called?", "Imagine that {0}. What do we call a {1}?", "If {0}, what is the word for a {1}?")
{
    internal sealed record Renamed(string Thing, string Called);

    internal sealed record World(Renamed[] Names, string Asked);

    private static readonly string[] Things = [.. Vocabulary.Nouns.Where(n => !"aeiou".Contains(n[0], StringComparison.Ordinal))];

    protected override World Draw(TutorRandom random, int level)
    {
        int count = level == 5 ? 3 : level;
        string[] words = random.Pick(Things, 2 * count);
        Renamed[] names = [.. Enumerable.Range(0, count).Select(i => new Renamed(words[i], words[count + i]))];
        if (level < 5)
        {
            return new World(names, random.Pick(names).Thing);
        }

        // The second name's thing is the first name's word: a chain of two, somewhere among three.
        names[1] = names[1] with { Thing = names[0].Called };
        return new World(random.Pick(names, count), $"{names[0].Thing}'s name");
    }

    protected override int LevelOf(World task)
    {
        bool plain = task.Names.Select(n => n.Thing).Concat(task.Names.Select(n => n.Called)).Distinct().Count() == 2 * task.Names.Length;
        if (plain)
        {
            return task.Names.Length <= 4 && FirstOf(task, task.Asked) is not null ? task.Names.Length : 0;
        }

        bool distinct = task.Names.DistinctBy(n => n.Thing).Count() == 3 && task.Names.DistinctBy(n => n.Called).Count() == 3;
        return task.Names.Length == 3 && distinct && SecondOf(task) is not null ? 5 : 0;
    }

    protected override string[] Fill(World task) =>
        [string.Join(" and ", task.Names.Select(n => $"a {n.Thing} is called a {n.Called}")), task.Asked];

    protected override World? Read(string[] slots)
    {
        string[][] words = [.. slots[0].Split(" and ").Select(n => n.Split(' '))];
        return words.All(w => w.Length == 6) ? new World([.. words.Select(w => new Renamed(w[1], w[5]))], slots[1]) : null;
    }

    protected override Solution Solve(World task)
    {
        Renamed first = FirstOf(task, ThingOf(task))!;
        Renamed last = SecondOf(task) ?? first;
        return new Solution(
            first == last ? [$"{first.Thing} -> {first.Called}"] : [$"{first.Thing} -> {first.Called}", $"{last.Thing} -> {last.Called}"],
            last.Called);
    }

    private static string ThingOf(World task) => task.Asked.Replace("'s name", string.Empty, StringComparison.Ordinal);

    private static Renamed? FirstOf(World task, string thing) => Array.Find(task.Names, n => n.Thing == thing);

    private static Renamed? SecondOf(World task) =>
        ThingOf(task) != task.Asked && FirstOf(task, ThingOf(task)) is { } first ? FirstOf(task, first.Called) : null;
}
