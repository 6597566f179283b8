using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>A short story in which somebody gets and gives things; worked as a running count.</summary>
internal sealed class StoryFamily() : ParsedFamily<StoryFamily.Story>(
    "math.story",
    TaskLabels.Math,
    "How many things somebody has in the end. Levels: one change up to 18; one change up to 99; two, three, four changes.",
    "{0} has {1} {2}. {3} How many {2} does {0} have now?",
    "At first {0} has {1} {2}. {3} How many {2} are left with {0}?",
    "{0} starts with {1} {2}. {3} How many {2} has {0} got?")
{
    private static readonly string[] Gains = ["finds", "buys", "gets"];
    private static readonly string[] Losses = ["loses", "sells", "gives away"];

    internal sealed record Change(string Verb, int Amount)
    {
        public int Effect => Gains.Contains(Verb) ? Amount : -Amount;
    }

    internal sealed record Story(string Name, int Start, string Things, Change[] Changes);

    protected override Story Draw(TutorRandom random, int level)
    {
        int most = level == 1 ? 9 : 99;
        int start = level == 1 ? random.Next(1, 9) : random.Next(10, 60);
        int has = start;
        Change[] changes = new Change[Math.Max(1, level - 1)];
        for (int i = 0; i < changes.Length; i++)
        {
            bool gain = has < 10 ? level > 1 || random.Flip() : random.Flip();
            int amount = random.Next(1, gain ? Math.Min(level == 2 ? 30 : 9, most) : Math.Min(level == 2 ? 30 : 9, has));
            changes[i] = new Change(random.Pick(gain ? Gains : Losses), amount);
            has += changes[i].Effect;
        }

        return new Story(random.Pick(Vocabulary.Names), start, random.Pick(Vocabulary.Nouns) + "s", changes);
    }

    protected override int LevelOf(Story task)
    {
        int has = task.Start;
        foreach (Change change in task.Changes)
        {
            has += change.Effect;
            if (has is < 0 or > 99 || change.Amount > 30)
            {
                return 0;
            }
        }

        return task.Changes.Length == 1 && task.Start < 10 ? 1 : task.Changes.Length is >= 1 and <= 4 ? task.Changes.Length + 1 : 0;
    }

    protected override string[] Fill(Story task) =>
        [task.Name, $"{task.Start}", task.Things, string.Join(' ', task.Changes.Select(c => $"{task.Name} {c.Verb} {c.Amount}."))];

    protected override Story? Read(string[] slots)
    {
        string[] sentences = slots[3].TrimEnd('.').Split(". ");
        Change[] changes = new Change[sentences.Length];
        for (int i = 0; i < sentences.Length; i++)
        {
            string sentence = sentences[i];
            string? verb = Array.Find(Gains, v => sentence.Contains(v, StringComparison.Ordinal))
                ?? Array.Find(Losses, v => sentence.Contains(v, StringComparison.Ordinal));
            if (verb is null || Numerals.Read(sentence[(sentence.LastIndexOf(' ') + 1)..]) is not { } amount)
            {
                return null;
            }

            changes[i] = new Change(verb, amount);
        }

        return Numerals.Read(slots[1]) is { } start ? new Story(slots[0], start, slots[2], changes) : null;
    }

    protected override Solution Solve(Story task)
    {
        List<string> steps = [];
        int has = task.Start;
        foreach (Change change in task.Changes)
        {
            int before = has;
            has += change.Effect;
            steps.Add($"{before}{(change.Effect < 0 ? '-' : '+')}{change.Amount}={has}");
        }

        return new Solution(steps, $"{has}");
    }
}
