using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>Edits a row of words as told: reversed, one dropped, one put in another place.</summary>
internal sealed class EditFamily() : ParsedFamily<EditFamily.Edit>(
    "writing.edit",
    TaskLabels.Writing,
    "Edit a row of words. Levels: two, three, four, five words; two edits of four words.",
    "{1}: {0}", "Edit these words. {1}: {0}", "{1} in this text: {0}")
{
    private static readonly (string Order, Func<string[], string[]> Apply)[] Orders =
    [
        ("Reverse the word order", w => [.. w.Reverse()]),
        ("Drop the first word", w => w[1..]),
        ("Drop the last word", w => w[..^1]),
        ("Repeat the last word", w => [.. w, w[^1]]),
        ("Swap the first and last word", w => [w[^1], .. w[1..^1], w[0]]),
        ("Move the first word to the end", w => [.. w[1..], w[0]]),
    ];

    internal sealed record Edit(string[] Words, string[] Orders);

    public override string? ItemSeparator => " ";

    protected override Edit Draw(TutorRandom random, int level) => new(
        random.Pick([.. Vocabulary.Nouns, .. Vocabulary.Adjectives], level == 5 ? 4 : level + 1),
        [.. random.Pick(Orders, level == 5 ? 2 : 1).Select(o => o.Order)]);

    protected override int LevelOf(Edit task) => (task.Words.Length, task.Orders.Length) switch
    {
        ( >= 2 and <= 5, 1) => task.Words.Length - 1,
        (4, 2) => 5,
        _ => 0,
    };

    protected override string[] Fill(Edit task)
    {
        string[] orders = [task.Orders[0], .. task.Orders[1..].Select(o => char.ToLowerInvariant(o[0]) + o[1..])];
        return [string.Join(' ', task.Words), string.Join(" and then ", orders)];
    }

    protected override Edit? Read(string[] slots)
    {
        string[] parts = slots[1].Split(" and then ", StringSplitOptions.RemoveEmptyEntries);
        string[] orders = [.. parts.Select(o => char.ToUpperInvariant(o[0]) + o[1..])];
        string[] words = slots[0].Split(' ');
        return orders.Length > 0 && Array.TrueForAll(orders, o => Array.Exists(Orders, known => known.Order == o))
            && Array.TrueForAll(words, w => w.Length > 0 && w.All(char.IsAsciiLetterLower))
            ? new Edit(words, orders)
            : null;
    }

    protected override Solution Solve(Edit task)
    {
        List<string> steps = [];
        string[] words = task.Words;
        foreach (string order in task.Orders)
        {
            words = Array.Find(Orders, o => o.Order == order).Apply(words);
            steps.Add(string.Join(' ', words));
        }

        // The last step would only repeat the answer.
        return new Solution(steps[..^1], steps[^1]);
    }
}
