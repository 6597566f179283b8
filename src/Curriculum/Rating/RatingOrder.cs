using Tapir.Curriculum.Randomness;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Rating;

/// <summary>In which order people are asked, and which answer they see first.</summary>
internal static class RatingOrder
{
    /// <summary>Turn by turn one item of each label that has one left, so that wherever a rater stops each label was asked about as often as any other. Which
    /// item of a label, and the order within a turn, are drawn by chance: by the seed and the texts alone.</summary>
    /// <param name="items">Each once.</param>
    public static IReadOnlyList<RatingItem> Of(IEnumerable<RatingItem> items, long seed)
    {
        RatingItem[][] labels = [.. items.OrderBy(item => item.Id, StringComparer.Ordinal).GroupBy(item => item.Task).OrderBy(label => label.Key).Select(label => Shuffled(label, seed))];
        List<RatingItem> order = [];
        for (int turn = 0; labels.Any(label => label.Length > turn); turn++)
        {
            RatingItem[] asked = [.. labels.Where(label => label.Length > turn).Select(label => label[turn])];
            new SeededRandom(seed, $"turn {turn} of the rating").Shuffle(asked.AsSpan());
            order.AddRange(asked);
        }

        return order;
    }

    /// <summary>Whether the candidate's answer comes first. Of two items that follow each other it is so for one, by chance for which: in all that a rater has
    /// seen, each contestant came first as often as the other, or once more.</summary>
    /// <param name="place">Of the item in the order, from 0.</param>
    public static bool CandidateComesFirst(int place, string rater, long seed)
    {
        bool isFirstOfTwo = new SeededRandom(seed, $"places of items {place / 2 * 2} and {(place / 2 * 2) + 1} for {rater}").NextInt32(2) == 0;
        return place % 2 == 0 ? isFirstOfTwo : !isFirstOfTwo;
    }

    private static RatingItem[] Shuffled(IGrouping<TaskLabel, RatingItem> label, long seed)
    {
        RatingItem[] items = [.. label];
        new SeededRandom(seed, $"rating of {label.Key}").Shuffle(items.AsSpan());
        return items;
    }
}
