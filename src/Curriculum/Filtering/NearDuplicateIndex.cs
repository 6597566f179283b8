using Tapir.Curriculum.Text;

namespace Tapir.Curriculum.Filtering;

/// <summary>Texts added one by one, and which of them are within a ROUGE-L similarity of another text: the same answer as comparing with
/// all of them, found through an inverted index.</summary>
/// <remarks>
/// <para>Why nothing is missed: similarity t of lengths m and n needs a common subsequence, so an overlap of tokens counted with
/// repetition, of at least t(m+n)/2; and n is at least m t/(2-t), so the overlap is at least k = m t/(2-t). Of the m tokens of a text, any
/// m-k+1 hold at least one of the k shared ones. The rarest m-k+1 are looked up, their hits counted, and a text whose count cannot reach its
/// own bound any more is dropped before the subsequence is computed.</para>
/// <para>Repetition is made part of the token (the second "the" is another token than the first), which turns multisets into sets.</para>
/// <para>Not thread-safe. Memory is a few numbers per token.</para>
/// </remarks>
public sealed class NearDuplicateIndex
{
    // The bounds are products of doubles; one that is whole must not be rounded up past itself.
    private const double RoundingError = 1e-9;

    private readonly double threshold;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Token, int Occurrence), int> features = [];
    private readonly List<List<int>> postings = [];
    private readonly List<string> ids = [];
    private readonly List<int[]> texts = [];
    private readonly List<int> emptyTexts = [];
    private readonly LongestCommonSubsequence subsequence = new();
    private int[] hits = new int[16];

    /// <param name="threshold">The similarity from which two texts are near-duplicates, above 0 and at most 1; 0.7 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold lies outside.</exception>
    public NearDuplicateIndex(double threshold)
    {
        if (!(threshold > 0 && threshold <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold of near-duplicates lies above 0 and at most at 1.");
        }

        this.threshold = threshold;
    }

    public int Count => ids.Count;

    /// <summary>Adds a text, whether or not one like it is there.</summary>
    public void Add(string id, string text)
    {
        ArgumentNullException.ThrowIfNull(id);
        int[] tokens = Numbered(text);
        int number = ids.Count;
        ids.Add(id);
        texts.Add(tokens);
        if (tokens.Length == 0)
        {
            emptyTexts.Add(number);
        }

        foreach (int feature in FeaturesOf(tokens))
        {
            postings[feature].Add(number);
        }

        if (hits.Length < ids.Count)
        {
            Array.Resize(ref hits, hits.Length * 2);
        }
    }

    /// <summary>The first text added that is a near-duplicate of this one; null where there is none. Texts without a single word or
    /// character are duplicates of one another.</summary>
    public NearDuplicate? FindFirst(string text)
    {
        List<NearDuplicate> found = Find(text, most: 1);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Every near-duplicate of the text, in the order of adding.</summary>
    public IReadOnlyList<NearDuplicate> FindAll(string text) => Find(text, int.MaxValue);

    private List<NearDuplicate> Find(string text, int most)
    {
        int[] tokens = Numbered(text);
        if (tokens.Length == 0)
        {
            return [.. emptyTexts.Take(most).Select(number => new NearDuplicate(ids[number], 1))];
        }

        subsequence.Prepare(tokens);
        List<NearDuplicate> found = [];
        foreach (int number in Candidates(tokens))
        {
            int[] other = texts[number];
            double similarity = RougeL.F1(subsequence.LengthWith(other), tokens.Length, other.Length);
            if (similarity >= threshold)
            {
                found.Add(new NearDuplicate(ids[number], similarity));
                if (found.Count == most)
                {
                    break;
                }
            }
        }

        return found;
    }

    private List<int> Candidates(int[] tokens)
    {
        int length = tokens.Length;
        int shortest = AtLeast(length * threshold / (2 - threshold));
        int[] features = FeaturesOf(tokens);
        Array.Sort([.. features.Select(feature => postings[feature].Count)], features);
        int lookedUp = Math.Min(length, length - shortest + 1);
        List<int> touched = [];
        foreach (int feature in features.AsSpan(0, lookedUp))
        {
            foreach (int number in postings[feature])
            {
                if (hits[number]++ == 0)
                {
                    touched.Add(number);
                }
            }
        }

        List<int> candidates = [];
        foreach (int number in touched)
        {
            int otherLength = texts[number].Length;
            int overlapNeeded = AtLeast(threshold * (length + otherLength) / 2);
            if (Math.Min(length, otherLength) >= overlapNeeded && hits[number] + length - lookedUp >= overlapNeeded)
            {
                candidates.Add(number);
            }

            hits[number] = 0;
        }

        candidates.Sort();
        return candidates;
    }

    private static int AtLeast(double bound) => (int)Math.Ceiling(bound - RoundingError);

    private int[] Numbered(string text)
    {
        IReadOnlyList<string> tokens = TextTokens.Of(text);
        int[] numbered = new int[tokens.Count];
        for (int at = 0; at < numbered.Length; at++)
        {
            if (!numbers.TryGetValue(tokens[at], out numbered[at]))
            {
                numbered[at] = numbers.Count;
                numbers.Add(tokens[at], numbered[at]);
            }
        }

        return numbered;
    }

    private int[] FeaturesOf(int[] tokens)
    {
        Dictionary<int, int> seen = [];
        int[] features = new int[tokens.Length];
        for (int at = 0; at < tokens.Length; at++)
        {
            int occurrence = seen.GetValueOrDefault(tokens[at]);
            seen[tokens[at]] = occurrence + 1;
            if (!this.features.TryGetValue((tokens[at], occurrence), out features[at]))
            {
                features[at] = postings.Count;
                this.features.Add((tokens[at], occurrence), features[at]);
                postings.Add([]);
            }
        }

        return features;
    }
}
