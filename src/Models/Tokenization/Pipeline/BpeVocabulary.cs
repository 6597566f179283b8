namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>The tokens and merges of a checkpoint.</summary>
internal sealed class BpeVocabulary : IMergeRules
{
    private readonly Dictionary<long, (int Rank, int Merged)> merges;

    /// <param name="ids">Token to id.</param>
    /// <param name="merges">In order of rank.</param>
    /// <exception cref="InvalidDataException">A merge of, or into, something that is no token.</exception>
    public BpeVocabulary(IReadOnlyDictionary<string, int> ids, IReadOnlyList<(string Left, string Right)> merges)
    {
        Ids = ids;
        this.merges = new Dictionary<long, (int, int)>(merges.Count);
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string left, string right) = merges[rank];
            int from = IdOf(left, rank, left, right), with = IdOf(right, rank, left, right);
            // Of a pair that is listed twice the last rank counts, as in the tokenizers library.
            this.merges[Key(from, with)] = (rank, IdOf(left + right, rank, left, right));
        }
    }

    public IReadOnlyDictionary<string, int> Ids { get; }

    public bool TryMerge(int left, int right, out (int Rank, int Merged) merge) => merges.TryGetValue(Key(left, right), out merge);

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    private int IdOf(string token, int rank, string left, string right) => Ids.TryGetValue(token, out int id)
        ? id
        : throw new InvalidDataException($"merge {rank} of \"{left}\" and \"{right}\" names \"{token}\", which the vocabulary does not have.");
}
