using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>True or false: comparisons of digits joined by and, or, not; brackets say what comes first.</summary>
internal sealed class BooleanFamily() : ParsedFamily<BooleanFamily.Expression>(
    "reasoning.boolean",
    TaskLabels.Reasoning,
    "Is an expression true? Levels: one comparison; two joined by and/or; two with a not; three; four.",
    "True or false: {0}?", "Is this true or false? {0}", "Say if it is true or false that {0}.")
{
    internal sealed record Comparison(bool Negated, int Left, char Sign, int Right)
    {
        public bool Holds => (Sign == '<' ? Left < Right : Left > Right) != Negated;

        public override string ToString() => $"{(Negated ? "not " : string.Empty)}{Left} {Sign} {Right}";
    }

    /// <summary>Comparisons from left to right; <c>Joints[i]</c> stands before comparison i + 1.</summary>
    internal sealed record Expression(Comparison[] Terms, string[] Joints);

    protected override Expression Draw(TutorRandom random, int level)
    {
        int count = level switch { 1 => 1, 2 or 3 => 2, _ => level - 1 };
        Comparison[] terms = new Comparison[count];
        for (int i = 0; i < count; i++)
        {
            int left = random.Next(0, 9);
            int right = (left + random.Next(1, 9)) % 10;
            terms[i] = new Comparison(level > 3 && random.Next(0, 3) == 0, left, random.Flip() ? '<' : '>', right);
        }

        if (level == 3)
        {
            int negated = random.Next(0, 1);
            terms[negated] = terms[negated] with { Negated = true };
        }

        return new Expression(terms, [.. Enumerable.Range(1, count - 1).Select(_ => random.Flip() ? "and" : "or")]);
    }

    protected override int LevelOf(Expression task)
    {
        bool negated = task.Terms.Any(t => t.Negated);
        return task.Terms.Length switch
        {
            1 => negated ? 0 : 1,
            2 => negated ? 3 : 2,
            3 or 4 => task.Terms.Length + 1,
            _ => 0,
        };
    }

    protected override string[] Fill(Expression task)
    {
        string text = task.Terms[0].ToString();
        for (int i = 0; i < task.Joints.Length; i++)
        {
            string left = i == 0 ? text : $"({text})";
            text = $"{left} {task.Joints[i]} {task.Terms[i + 1]}";
        }

        return [text];
    }

    protected override Expression? Read(string[] slots)
    {
        string[] words = slots[0].Replace("(", string.Empty, StringComparison.Ordinal).Replace(")", string.Empty, StringComparison.Ordinal)
            .Split(' ');
        List<Comparison> terms = [];
        List<string> joints = [];
        for (int i = 0; i < words.Length; i++)
        {
            if (terms.Count > 0)
            {
                joints.Add(words[i++]);
            }

            bool negated = i < words.Length && words[i] == "not";
            i += negated ? 1 : 0;
            if (i + 2 >= words.Length || Numerals.Read(words[i]) is not { } left || Numerals.Read(words[i + 2]) is not { } right
                || words[i + 1] is not ("<" or ">"))
            {
                return null;
            }

            terms.Add(new Comparison(negated, left, words[i + 1][0], right));
            i += 2;
        }

        return joints.TrueForAll(j => j is "and" or "or") ? new Expression([.. terms], [.. joints]) : null;
    }

    protected override Solution Solve(Expression task)
    {
        List<string> steps = [.. task.Terms.Select(t => $"{t}: {Say(t.Holds)}")];
        bool holds = task.Terms[0].Holds;
        for (int i = 0; i < task.Joints.Length; i++)
        {
            bool right = task.Terms[i + 1].Holds;
            bool both = task.Joints[i] == "and" ? holds && right : holds || right;
            steps.Add($"{Say(holds)} {task.Joints[i]} {Say(right)} = {Say(both)}");
            holds = both;
        }

        return new Solution(steps, Say(holds));
    }

    private static string Say(bool value) => value ? "true" : "false";
}
