using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Who is tallest: people put in order from statements about pairs.</summary>
internal sealed class OrderFamily() : ParsedFamily<OrderFamily.Puzzle>(
    "reasoning.order",
    TaskLabels.Reasoning,
    "Who comes first in an order. Levels: two people; three in order; three, four, five with statements turned round and shuffled.",
    "{0} Who is the {1}?", "We know: {0} Who is the {1} of them?", "Find the {1} person. {0}")
{
    private static readonly (string More, string Less, string Most)[] Scales =
        [("taller", "shorter", "tallest"), ("older", "younger", "oldest"), ("faster", "slower", "fastest"), ("richer", "poorer", "richest")];

    internal sealed record Statement(string Left, string Comparative, string Right);

    internal sealed record Puzzle(Statement[] Statements, string Superlative);

    protected override Puzzle Draw(TutorRandom random, int level)
    {
        (string more, string less, string most) = random.Pick(Scales);
        string[] people = random.Pick(Vocabulary.Names, level < 3 ? level + 1 : level);
        Statement[] chain = [.. people.Skip(1).Select((name, i) => new Statement(people[i], more, name))];
        if (level == 1 && random.Flip())
        {
            chain = [new Statement(people[1], less, people[0])];
        }

        while (level > 2 && LevelOf(new Puzzle(chain, most)) != level)
        {
            chain = [.. random.Pick(chain, chain.Length)];
            int turned = random.Next(0, chain.Length - 1);
            Statement s = chain[turned];
            chain[turned] = new Statement(s.Right, s.Comparative == more ? less : more, s.Left);
        }

        return new Puzzle(chain, most);
    }

    protected override int LevelOf(Puzzle task)
    {
        if (LineOf(task) is not { } line)
        {
            return 0;
        }

        bool plain = task.Statements.Select((s, i) => s.Left == line[i] && s.Right == line[i + 1]).All(p => p);
        return (line.Length, plain) switch
        {
            (2, _) => 1,
            (3, true) => 2,
            (3 or 4 or 5, false) => line.Length,
            _ => 0,
        };
    }

    protected override string[] Fill(Puzzle task) =>
        [string.Join(' ', task.Statements.Select(s => $"{s.Left} is {s.Comparative} than {s.Right}.")), task.Superlative];

    protected override Puzzle? Read(string[] slots)
    {
        string[][] words = [.. slots[0].TrimEnd('.').Split(". ").Select(s => s.Split(' '))];
        return words.All(w => w.Length == 5) ? new Puzzle([.. words.Select(w => new Statement(w[0], w[2], w[4]))], slots[1]) : null;
    }

    protected override Solution Solve(Puzzle task)
    {
        string[] line = LineOf(task)!;
        return new Solution([string.Join(" > ", line)], line[0]);
    }

    /// <summary>All people from most to least; null where the statements do not say one such line.</summary>
    private static string[]? LineOf(Puzzle task)
    {
        (string more, string less, string most) = Array.Find(Scales, s => s.Most == task.Superlative);
        if (most is null || !task.Statements.All(s => s.Comparative == more || s.Comparative == less))
        {
            return null;
        }

        (string Upper, string Lower)[] pairs =
            [.. task.Statements.Select(s => s.Comparative == more ? (s.Left, s.Right) : (s.Right, s.Left))];
        string? next = pairs.Select(p => p.Upper).FirstOrDefault(u => !pairs.Any(p => p.Lower == u));
        List<string> line = [];
        while (next is not null && line.Count <= pairs.Length)
        {
            line.Add(next);
            next = pairs.Where(p => p.Upper == line[^1]).Select(p => p.Lower).FirstOrDefault();
        }

        return next is null && line.Count == pairs.Length + 1 ? [.. line] : null;
    }
}
