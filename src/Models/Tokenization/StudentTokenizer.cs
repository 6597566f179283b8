using System.Collections.Concurrent;
using System.Text;

namespace Tapir.Models.Tokenization;

/// <summary>The byte-level BPE tokenizer of a student. Any text can be encoded, and decodes to itself. Thread-safe.</summary>
public sealed class StudentTokenizer
{
    private const int CachedWords = 100_000;
    private readonly MergeTable table;
    private readonly ConcurrentDictionary<string, int[]> words = [];
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> wordsBySpan;

    internal StudentTokenizer(MergeTable table)
    {
        this.table = table;
        wordsBySpan = words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int VocabularySize => table.Count;

    internal MergeTable Table => table;

    /// <summary>Learns a vocabulary from texts. It may come out smaller than asked for when the texts run out of repeated pairs.</summary>
    /// <param name="texts">Instructions and responses; their order does not matter.</param>
    /// <param name="vocabularySize">At least 260: the bytes and the special tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 260.</exception>
    public static StudentTokenizer Train(IEnumerable<string> texts, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 256 + SpecialTokens.All.Count);
        return new StudentTokenizer(MergeTrainer.Train(texts, vocabularySize));
    }

    /// <summary>Token ids of plain text. Text that spells a special token is encoded as text, so that data cannot forge a turn.</summary>
    public int[] Encode(string text)
    {
        List<int> ids = new(text.Length);
        for (int start = 0; start < text.Length;)
        {
            int end = PreTokenizer.WordEnd(text, start);
            ids.AddRange(Word(text.AsSpan(start, end - start)));
            start = end;
        }

        return [.. ids];
    }

    /// <summary>The text of ids; special tokens are left out; bytes that are no UTF-8 (an answer cut inside a character) become U+FFFD.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        using MemoryStream bytes = new();
        foreach (int id in ids)
        {
            bytes.Write(table.Bytes(id));
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private int[] Word(ReadOnlySpan<char> word)
    {
        if (wordsBySpan.TryGetValue(word, out int[]? known))
        {
            return known;
        }

        int[] ids = Merge(word);
        if (words.Count < CachedWords)
        {
            wordsBySpan.TryAdd(word, ids);
        }

        return ids;
    }

    private int[] Merge(ReadOnlySpan<char> word)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, bytes);
        List<int> ids = [.. bytes.Select(MergeTable.ByteId)];
        while (true)
        {
            int best = -1;
            (int Rank, int Merged) lowest = (int.MaxValue, 0);
            for (int i = 0; i + 1 < ids.Count; i++)
            {
                if (table.TryMerge(ids[i], ids[i + 1], out (int Rank, int Merged) merge) && merge.Rank < lowest.Rank)
                {
                    (best, lowest) = (i, merge);
                }
            }

            if (best < 0)
            {
                return [.. ids];
            }

            ids[best] = lowest.Merged;
            ids.RemoveAt(best + 1);
        }
    }
}
