namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Which neighbours merge, in what order, into what.</summary>
internal interface IMergeRules
{
    /// <summary>Rank (lower merges first) and result of merging two neighbours, if they merge.</summary>
    bool TryMerge(int left, int right, out (int Rank, int Merged) merge);
}
