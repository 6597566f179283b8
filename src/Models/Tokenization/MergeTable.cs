using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization;

/// <summary>The vocabulary (bytes of each token; empty for special tokens) and the merges in order of rank.</summary>
internal sealed class MergeTable : IMergeRules
{
    private readonly List<byte[]> tokens = [];
    private readonly List<(int Left, int Right)> merges = [];
    private readonly Dictionary<(int, int), (int Rank, int Merged)> ranks = [];
    private readonly Dictionary<string, int> ids = [];

    public int Count => tokens.Count;

    public IReadOnlyList<(int Left, int Right)> Merges => merges;

    public ReadOnlySpan<byte> Bytes(int id) => tokens[id];

    /// <summary>Special tokens, then the 256 bytes.</summary>
    public static MergeTable OfBytes()
    {
        MergeTable table = new();
        foreach (string _ in SpecialTokens.All)
        {
            table.AddToken([]);
        }

        for (int value = 0; value < 256; value++)
        {
            table.AddToken([(byte)value]);
        }

        return table;
    }

    public static int ByteId(byte value) => SpecialTokens.All.Count + value;

    /// <summary>Adds a merge of the next rank; two ways to the same bytes share a token, as Hugging Face has it.</summary>
    public int Add(int left, int right)
    {
        byte[] bytes = [.. tokens[left], .. tokens[right]];
        int merged = ids.TryGetValue(Convert.ToHexString(bytes), out int known) ? known : AddToken(bytes);
        ranks.Add((left, right), (merges.Count, merged));
        merges.Add((left, right));
        return merged;
    }

    public bool TryMerge(int left, int right, out (int Rank, int Merged) merge) => ranks.TryGetValue((left, right), out merge);

    private int AddToken(byte[] bytes)
    {
        int id = tokens.Count;
        tokens.Add(bytes);
        if (bytes.Length > 0)
        {
            ids.Add(Convert.ToHexString(bytes), id);
        }

        return id;
    }
}
