namespace Tapir.Functions;

/// <summary>Results by key. It may be deleted at any time, which costs the time to compute again and nothing else.</summary>
public interface IResultIndex
{
    Task<StoredResult?> FindAsync(string key, CancellationToken cancellation = default);

    /// <summary>Results whose key begins with these digits, in the order of the keys.</summary>
    Task<IReadOnlyList<StoredResult>> FindByPrefixAsync(string prefix, int limit, CancellationToken cancellation = default);

    /// <summary>Stores a result in place of the one with the same key. Committed to the disk when the task completes.</summary>
    /// <exception cref="ResultIndexException">The index cannot be written.</exception>
    Task StoreAsync(StoredResult result, CancellationToken cancellation = default);

    /// <summary>Takes a key for this caller alone to compute, among all processes that share the index. The claim of one that died is free after a while.</summary>
    /// <returns>Null while another holds it.</returns>
    Task<ResultClaim?> TryClaimAsync(string key, CancellationToken cancellation = default);

    /// <summary>Waits while another holds a key. Ends when that claim has ended or may have, and at once where there is none: whoever still wants the key asks for it again.</summary>
    Task WaitForClaimAsync(string key, CancellationToken cancellation = default);

    /// <summary>Stores a result under a claim, which ends with it. Committed to the disk when the task completes.</summary>
    /// <returns>False where the claim was lost and another has the key since: nothing was stored. True too where this very result was stored under it before.</returns>
    /// <exception cref="ResultIndexException">The index cannot be written.</exception>
    Task<bool> StoreAsync(StoredResult result, ResultClaim claim, CancellationToken cancellation = default);

    /// <summary>Gives a key back that was not computed; nothing where the claim was lost.</summary>
    Task ReleaseAsync(ResultClaim claim, CancellationToken cancellation = default);

    /// <summary>The results that made an artifact, the oldest first.</summary>
    Task<IReadOnlyList<StoredResult>> FindProducersAsync(string artifact, CancellationToken cancellation = default);

    /// <summary>Drops every result that was computed from an artifact, and from what those made, and so on.</summary>
    /// <returns>What was dropped.</returns>
    Task<IReadOnlyList<StoredResult>> DropDerivedAsync(string artifact, CancellationToken cancellation = default);
}
