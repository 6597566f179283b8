using System.Text;

namespace Tapir.Models.Tokenization;

/// <summary>Learns byte pair merges: again and again the most frequent neighbouring pair becomes one token (Sennrich et al., 2016).</summary>
/// <remarks>Deterministic whatever the order of the texts: ties go to the pair with the smaller ids.</remarks>
internal static class MergeTrainer
{
    private const long LeastCount = 2;

    /// <summary>Token bytes in id order; learning stops at <paramref name="vocabularySize"/> tokens or when no pair occurs twice.</summary>
    public static MergeTable Train(IEnumerable<string> texts, int vocabularySize)
    {
        MergeTable table = MergeTable.OfBytes();
        List<TrainingWord> words = [.. CountWords(texts).Select(pair => new TrainingWord(
            [.. Encoding.UTF8.GetBytes(pair.Key).Select(MergeTable.ByteId)], pair.Value))];
        Dictionary<(int, int), long> counts = [];
        Dictionary<(int, int), HashSet<int>> places = [];
        for (int i = 0; i < words.Count; i++)
        {
            Count(words[i], i, 1, counts, places);
        }

        while (table.Count < vocabularySize)
        {
            ((int, int) pair, long count) = MostFrequent(counts);
            if (count < LeastCount)
            {
                break;
            }

            int merged = table.Add(pair.Item1, pair.Item2);
            foreach (int i in places[pair].Order())
            {
                Count(words[i], i, -1, counts, places);
                words[i].Merge(pair.Item1, pair.Item2, merged);
                Count(words[i], i, 1, counts, places);
            }

            counts.Remove(pair);
            places.Remove(pair);
        }

        return table;
    }

    private static Dictionary<string, long> CountWords(IEnumerable<string> texts)
    {
        Dictionary<string, long> counts = [];
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            for (int start = 0; start < text.Length;)
            {
                int end = PreTokenizer.WordEnd(text, start);
                ReadOnlySpan<char> word = text.AsSpan(start, end - start);
                lookup[word] = lookup.TryGetValue(word, out long count) ? count + 1 : 1;
                start = end;
            }
        }

        return counts;
    }

    private static void Count(
        TrainingWord word, int index, int sign, Dictionary<(int, int), long> counts, Dictionary<(int, int), HashSet<int>> places)
    {
        for (int i = 0; i + 1 < word.Tokens.Count; i++)
        {
            (int, int) pair = (word.Tokens[i], word.Tokens[i + 1]);
            counts[pair] = counts.GetValueOrDefault(pair) + (sign * word.Count);
            if (sign < 0)
            {
                continue;
            }

            if (!places.TryGetValue(pair, out HashSet<int>? known))
            {
                places[pair] = known = [];
            }

            known.Add(index);
        }
    }

    private static ((int, int) Pair, long Count) MostFrequent(Dictionary<(int, int), long> counts)
    {
        (int, int) best = default;
        long most = 0;
        foreach (((int, int) pair, long count) in counts)
        {
            if (count > most || (count == most && pair.CompareTo(best) < 0))
            {
                (best, most) = (pair, count);
            }
        }

        return (best, most);
    }

    private sealed class TrainingWord(List<int> tokens, long count)
    {
        public List<int> Tokens { get; } = tokens;

        public long Count { get; } = count;

        public void Merge(int left, int right, int merged)
        {
            int kept = 0;
            for (int i = 0; i < Tokens.Count; i++, kept++)
            {
                bool isPair = i + 1 < Tokens.Count && Tokens[i] == left && Tokens[i + 1] == right;
                Tokens[kept] = isPair ? merged : Tokens[i];
                i += isPair ? 1 : 0;
            }

            Tokens.RemoveRange(kept, Tokens.Count - kept);
        }
    }
}
