using System.Buffers;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Merges a word: the pair of lowest rank first, the leftmost of equals, until none is left (Sennrich et al., 2016).</summary>
/// <remarks>Short words are scanned again after each merge, which is fastest for them; a long one (a megabyte without a space) keeps its pairs in a heap,
/// so that the time grows as n log n.</remarks>
internal static class BytePairMerging
{
    private const int ShortWord = 40;

    /// <summary>Merges in place; the word's tokens are the first ones of <paramref name="ids"/>, as many as returned.</summary>
    public static int Merge(IMergeRules rules, Span<int> ids) => ids.Length <= ShortWord ? MergeShort(rules, ids) : MergeLong(rules, ids);

    private static int MergeShort(IMergeRules rules, Span<int> ids)
    {
        Span<(int Rank, int Merged)> pairs = stackalloc (int, int)[ShortWord];
        int count = ids.Length;
        for (int i = 0; i + 1 < count; i++)
        {
            pairs[i] = PairAt(rules, ids, i);
        }

        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
            {
                best = pairs[i].Rank < pairs[best].Rank ? i : best;
            }

            if (pairs[best].Rank == int.MaxValue)
            {
                break;
            }

            ids[best] = pairs[best].Merged;
            ids[(best + 2)..count].CopyTo(ids[(best + 1)..]);
            pairs[(best + 1)..(count - 1)].CopyTo(pairs[best..]);
            count--;
            if (best + 1 < count)
            {
                pairs[best] = PairAt(rules, ids, best);
            }

            if (best > 0)
            {
                pairs[best - 1] = PairAt(rules, ids, best - 1);
            }
        }

        return count;
    }

    private static (int Rank, int Merged) PairAt(IMergeRules rules, Span<int> ids, int i) =>
        rules.TryMerge(ids[i], ids[i + 1], out (int Rank, int Merged) merge) ? merge : (int.MaxValue, 0);

    private static int MergeLong(IMergeRules rules, Span<int> ids)
    {
        const int Gone = -1;
        int[] links = ArrayPool<int>.Shared.Rent(2 * ids.Length);
        Span<int> next = links.AsSpan(0, ids.Length), previous = links.AsSpan(ids.Length, ids.Length);
        PriorityQueue<Pair, long> queue = new();
        for (int i = 0; i < ids.Length; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
        }

        for (int i = 0; i + 1 < ids.Length; i++)
        {
            Offer(rules, queue, i, ids[i], ids[i + 1]);
        }

        while (queue.TryDequeue(out Pair pair, out _))
        {
            int right = next[pair.At];
            bool isStale = ids[pair.At] != pair.Left || right >= ids.Length || ids[right] != pair.Right;
            if (isStale)
            {
                continue;
            }

            ids[pair.At] = pair.Merged;
            ids[right] = Gone;
            int after = next[pair.At] = next[right];
            if (after < ids.Length)
            {
                previous[after] = pair.At;
                Offer(rules, queue, pair.At, pair.Merged, ids[after]);
            }

            if (previous[pair.At] >= 0)
            {
                Offer(rules, queue, previous[pair.At], ids[previous[pair.At]], pair.Merged);
            }
        }

        int count = 0;
        for (int i = 0; i < ids.Length; i = next[i])
        {
            ids[count++] = ids[i];
        }

        ArrayPool<int>.Shared.Return(links);
        return count;
    }

    private static void Offer(IMergeRules rules, PriorityQueue<Pair, long> queue, int at, int left, int right)
    {
        if (rules.TryMerge(left, right, out (int Rank, int Merged) merge))
        {
            queue.Enqueue(new Pair(at, left, right, merge.Merged), ((long)merge.Rank << 32) | (uint)at);
        }
    }

    /// <summary>Two neighbours as they were when they were queued; a merge since may have taken either.</summary>
    private readonly record struct Pair(int At, int Left, int Right, int Merged);
}
