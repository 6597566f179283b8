using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>What a purchase costs, or the change from a note; worked as one product an item and a running total.</summary>
internal sealed class ShoppingFamily() : ParsedFamily<ShoppingFamily.Purchase>(
    "economy.shopping",
    TaskLabels.Economy,
    "What does it cost? Levels: some of one thing up to 5; up to 9; two things; two things and the change; three things.",
    "{0} buys {1}. {2}", "{0} pays for {1}. {2}", "A shop sells {0} {1}. {2}")
{
    private const string AskCost = "How much is that?";
    private const string AskChange = "How much is the change?";

    internal sealed record Item(int Count, string Thing, int Price);

    /// <summary>Things bought, and the coins given (0: the change is not asked for).</summary>
    internal sealed record Purchase(string Name, Item[] Items, int Given);

    protected override Purchase Draw(TutorRandom random, int level)
    {
        int kinds = level switch { <= 2 => 1, 5 => 3, _ => 2 };
        string[] things = random.Pick(Vocabulary.Nouns, kinds);
        int most = level == 1 ? 5 : 9;
        Item[] items = [.. things.Select(t => new Item(random.Next(2, most), t, random.Next(level == 1 ? 1 : 2, level == 5 ? 5 : most)))];
        if (level == 2)
        {
            items[0] = items[0] with { Count = random.Next(6, 9) };
        }

        int total = items.Sum(i => i.Count * i.Price);
        return new Purchase(random.Pick(Vocabulary.Names), items, level == 4 ? ((total / 50) + 1) * 50 : 0);
    }

    protected override int LevelOf(Purchase task)
    {
        int total = task.Items.Sum(i => i.Count * i.Price);
        if (task.Items.Any(i => i.Count is < 2 or > 9 || i.Price is < 1 or > 9) || (task.Given > 0 && (task.Given > 999 || task.Given < total)))
        {
            return 0;
        }

        return (task.Items.Length, task.Given) switch
        {
            (1, 0) => task.Items[0].Count <= 5 && task.Items[0].Price <= 5 ? 1 : 2,
            (2, 0) => 3,
            (2, > 0) => 4,
            (3, 0) => 5,
            _ => 0,
        };
    }

    protected override string[] Fill(Purchase task)
    {
        string items = string.Join(" and ", task.Items.Select(i => $"{i.Count} {i.Thing}s at {i.Price}"));
        return task.Given > 0 ? [task.Name, $"{items} with {task.Given}", AskChange] : [task.Name, items, AskCost];
    }

    protected override Purchase? Read(string[] slots)
    {
        string[] parts = slots[1].Split(" with ");
        int given = parts.Length == 2 ? Numerals.Read(parts[1]) ?? 0 : 0;
        string[][] words = [.. parts[0].Split(" and ").Select(i => i.Split(' '))];
        return words.All(w => w.Length == 4 && w[1].Length > 1 && Numerals.Read(w[0]) is not null && Numerals.Read(w[3]) is not null)
            ? new Purchase(slots[0], [.. words.Select(w => new Item(Numerals.Read(w[0])!.Value, w[1][..^1], Numerals.Read(w[3])!.Value))], given)
            : null;
    }

    protected override Solution Solve(Purchase task)
    {
        List<string> steps = [];
        int total = 0;
        foreach (Item item in task.Items)
        {
            int price = item.Count * item.Price;
            steps.Add($"{item.Count}*{item.Price}={price}");
            if (total > 0)
            {
                steps.Add($"{total}+{price}={total + price}");
            }

            total += price;
        }

        if (task.Given > 0)
        {
            steps.Add($"{task.Given}-{total}={task.Given - total}");
            total = task.Given - total;
        }

        return new Solution(steps, $"{total}");
    }
}
