namespace Tapir.Curriculum.Rating;

/// <summary>What people are asked about one pair: which items, in which order, and how each rater sees them.</summary>
public sealed class RatingSheet
{
    private readonly long seed;
    private readonly Dictionary<string, int> places;

    private RatingSheet(RatedPair pair, IReadOnlyList<RatingItem> items, int identical, long seed)
    {
        Pair = pair;
        Items = items;
        Identical = identical;
        this.seed = seed;
        places = items.Index().ToDictionary(item => item.Item.Id, item => item.Index, StringComparer.Ordinal);
    }

    public RatedPair Pair { get; }

    /// <value>In the order in which they are asked, the same for every rater, so that what several rated can be compared.</value>
    public IReadOnlyList<RatingItem> Items { get; }

    /// <value>Instructions to which both answered the same. They are shown to nobody and are no part of the win rate.</value>
    public int Identical { get; }

    /// <param name="answered">All instructions that both answered, in any order. One with the same texts as another is asked once.</param>
    /// <param name="seed">The run's seed.</param>
    public static RatingSheet Of(RatedPair pair, IEnumerable<RatingItem> answered, long seed)
    {
        ArgumentNullException.ThrowIfNull(answered);
        ILookup<bool, RatingItem> byIdentity = answered.ToLookup(item => item.IsIdentical);
        IEnumerable<RatingItem> different = byIdentity[false].OrderBy(item => item.Task).ThenBy(item => item.Candidate, StringComparer.Ordinal).DistinctBy(item => item.Id);
        return new RatingSheet(pair, RatingOrder.Of(different, seed), byIdentity[true].Count(), seed);
    }

    /// <summary>How a rater sees an item: always the same way.</summary>
    /// <param name="place">Of the item in <see cref="Items"/>, from 0.</param>
    public ShownItem Show(int place, string rater)
    {
        RatingItem item = Items[place];
        return RatingOrder.CandidateComesFirst(place, rater, seed)
            ? new ShownItem(item.Id, item.Task, item.Instruction, item.Candidate, item.Baseline)
            : new ShownItem(item.Id, item.Task, item.Instruction, item.Baseline, item.Candidate);
    }

    /// <summary>How a rater sees the item of an id; null where the sheet has none of it.</summary>
    public ShownItem? Find(string item, string rater) => places.TryGetValue(item, out int place) ? Show(place, rater) : null;

    /// <summary>The first of the first <paramref name="count"/> items that the rater has not rated; null when none is left.</summary>
    /// <param name="votes">Everybody's.</param>
    /// <param name="skipped">Ids of items that are not asked now.</param>
    public ShownItem? Next(string rater, int count, IEnumerable<RatingVote> votes, IReadOnlyCollection<string> skipped)
    {
        HashSet<string> done = [.. votes.Where(vote => vote.Rater == rater).Select(vote => vote.Item.Id), .. skipped];
        int place = Items.Take(count).Index().FirstOrDefault(item => !done.Contains(item.Item.Id), (Index: -1, Item: null!)).Index;
        return place < 0 ? null : Show(place, rater);
    }

    /// <summary>What of all that was said is about this sheet's items, and what it means for the candidate.</summary>
    /// <param name="said">In the order in which it was said.</param>
    public IReadOnlyList<RatingVote> VotesIn(IEnumerable<GivenRating> said) =>
    [
        .. GivenRatings.Holding(said).Where(rating => places.ContainsKey(rating.Item)).Select(rating =>
        {
            RatingItem item = Items[places[rating.Item]];
            return new RatingVote(rating.Rater, item, OutcomeOf(rating, item));
        }),
    ];

    private static RatingOutcome OutcomeOf(GivenRating rating, RatingItem item) => rating.Verdict switch
    {
        RatingVerdict.Tie => RatingOutcome.Tie,
        RatingVerdict.BothBad => RatingOutcome.BothBad,
        _ => GivenRatings.Better(rating) == ContentDigest.Of(item.Candidate) ? RatingOutcome.Win : RatingOutcome.Loss,
    };
}
