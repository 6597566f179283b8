using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Words to ids: spelled in the smallest tokens, then merged. Words that were seen are remembered. Thread-safe.</summary>
internal sealed class BpeStage : TextStage
{
    private const int CachedWords = 200_000;
    private const int LongestCached = 100;
    private readonly BpeVocabulary vocabulary;
    private readonly BpeOptions options;
    private readonly int[] byteIds;
    private readonly int[] basicIds = new int[char.MaxValue + 1];
    private readonly ConcurrentDictionary<string, int[]> words = [];
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> wordsBySpan;
    private int cached;

    public BpeStage(BpeVocabulary vocabulary, BpeOptions options)
    {
        this.vocabulary = vocabulary;
        this.options = options;
        wordsBySpan = words.GetAlternateLookup<ReadOnlySpan<char>>();
        byteIds = [.. Enumerable.Range(0, 256).Select(value =>
            vocabulary.Ids.GetValueOrDefault(options.IsByteLevel ? ByteAlphabet.Write([(byte)value]) : $"<0x{value:X2}>", -1))];
        Array.Fill(basicIds, -1);
        foreach ((string token, int id) in vocabulary.Ids)
        {
            if (token.Length == 1)
            {
                basicIds[token[0]] = id;
            }
        }
    }

    public override void Take(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (wordsBySpan.TryGetValue(text, out int[]? known))
        {
            ids.AddRange(known.AsSpan());
            return;
        }

        int before = ids.Count;
        Spell(text, ids);
        if (text.Length <= LongestCached && cached < CachedWords && wordsBySpan.TryAdd(text, [.. ids[before..]]))
        {
            Interlocked.Increment(ref cached);
        }
    }

    private void Spell(ReadOnlySpan<char> word, List<int> ids)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(word.Length));
        int[] symbols = ArrayPool<int>.Shared.Rent(bytes.Length);
        int count = Encoding.UTF8.GetBytes(word, bytes);
        ReadOnlySpan<byte> spelled = bytes.AsSpan(0, count);
        if (options.IgnoreMerges && vocabulary.Ids.TryGetValue(options.IsByteLevel ? ByteAlphabet.Write(spelled) : word.ToString(), out int whole))
        {
            ids.Add(whole);
        }
        else
        {
            int length = options.IsByteLevel ? SpellBytes(spelled, symbols) : SpellCharacters(word, symbols);
            ids.AddRange(symbols.AsSpan(0, BytePairMerging.Merge(vocabulary, symbols.AsSpan(0, length))));
        }

        ArrayPool<int>.Shared.Return(symbols);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private int SpellBytes(ReadOnlySpan<byte> bytes, Span<int> symbols)
    {
        int length = 0;
        bool wasUnknown = false;
        foreach (byte value in bytes)
        {
            length = Put(byteIds[value], symbols, length, ref wasUnknown);
        }

        return length;
    }

    private int SpellCharacters(ReadOnlySpan<char> word, Span<int> symbols)
    {
        Span<byte> utf8 = stackalloc byte[4];
        int length = 0;
        bool wasUnknown = false;
        for (int at = 0; at < word.Length;)
        {
            Rune.DecodeFromUtf16(word[at..], out Rune rune, out int width);
            at += width;
            int id = rune.IsBmp ? basicIds[rune.Value] : vocabulary.Ids.GetValueOrDefault(rune.ToString(), -1);
            Span<byte> bytes = utf8[..rune.EncodeToUtf8(utf8)];
            if (id >= 0 || !options.ByteFallback || !HasAll(bytes))
            {
                length = Put(id, symbols, length, ref wasUnknown);
                continue;
            }

            foreach (byte value in bytes)
            {
                length = Put(byteIds[value], symbols, length, ref wasUnknown);
            }
        }

        return length;
    }

    private bool HasAll(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (byteIds[value] < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds a symbol, or what stands for one that is not known.</summary>
    private int Put(int id, Span<int> symbols, int length, ref bool wasUnknown)
    {
        bool isUnknown = id < 0;
        bool isLeftOut = isUnknown && (options.UnknownId < 0 || (wasUnknown && options.FuseUnknown));
        wasUnknown = isUnknown;
        if (!isLeftOut)
        {
            symbols[length++] = isUnknown ? options.UnknownId : id;
        }

        return length;
    }
}
