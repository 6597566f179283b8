using System.Collections.Concurrent;
using System.Text;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization;

/// <summary>The byte-level BPE tokenizer of a student. Any text can be encoded, and decodes to itself. Thread-safe.</summary>
public sealed class StudentTokenizer : ITextTokenizer
{
    private const int CachedWords = 100_000;
    private readonly MergeTable table;
    private readonly ConcurrentDictionary<string, int[]> words = [];
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> wordsBySpan;
    private readonly TokenBytes bytes;
    private readonly AddedTokens specials = new([.. SpecialTokens.All.Select((text, id) => new AddedToken(id, text) { IsSpecial = true })]);

    internal StudentTokenizer(MergeTable table)
    {
        this.table = table;
        wordsBySpan = words.GetAlternateLookup<ReadOnlySpan<char>>();
        byte[][] texts = [.. Enumerable.Range(0, table.Count).Select(id => table.Bytes(id).ToArray())];
        bytes = new TokenBytes(texts, texts, [.. Enumerable.Range(0, table.Count).Select(id => id < SpecialTokens.All.Count)], leadingSpaces: 0);
    }

    public int VocabularySize => table.Count;

    public IReadOnlyList<int> BeginIds => [];

    public IReadOnlySet<int> EndIds { get; } = new HashSet<int> { SpecialTokens.EndOfTextId };

    public IReadOnlyDictionary<string, int> Specials => specials.Specials;

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

    public int[] Encode(string text)
    {
        List<int> ids = new(text.Length);
        Encode(text, ids);
        return [.. ids];
    }

    public int[] Encode(RenderedText text)
    {
        List<int> ids = new(text.Text.Length);
        foreach (TextPart part in specials.Split(text.Text, recogniseSpecials: true))
        {
            if (part.IsToken)
            {
                ids.Add(part.Token);
                continue;
            }

            Encode(text.Restore(text.Text[part.Start..part.End]), ids);
        }

        return [.. ids];
    }

    public string Decode(ReadOnlySpan<int> ids) => bytes.Decode(ids);

    public TextStream OpenStream() => new(bytes);

    public string ToJson() => TokenizerJson.Write(this);

    private void Encode(string text, List<int> ids)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = PreTokenizer.WordEnd(text, start);
            ids.AddRange(Word(text.AsSpan(start, end - start)));
            start = end;
        }
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
        byte[] spelled = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, spelled);
        int[] ids = [.. spelled.Select(MergeTable.ByteId)];
        return ids[..BytePairMerging.Merge(table, ids)];
    }
}
