using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>Who computes which key: claims of this process, which others of this machine see the life of, and claims with a lease of those on other machines.</summary>
internal sealed class ClaimBook : IAsyncDisposable
{
    private readonly ResultsFile file;
    private readonly TimeProvider time;
    private readonly ClaimHolder holder;
    private readonly OwnLeases own;
    private readonly ClaimWaits waits;

    public ClaimBook(ResultsFile file, TimeProvider time)
    {
        this.file = file;
        this.time = time;
        holder = new ClaimHolder(file.Path);
        own = new OwnLeases(claims => _ = RenewAsync(claims, OwnLeases.Length), claim => _ = EndAsync(claim), time);
        waits = new ClaimWaits(holder.Folder, Stands, time);
    }

    /// <summary>Takes a key for this process.</summary>
    /// <returns>Null while another holds it, or another part of this process.</returns>
    public async Task<ResultClaim?> TryTakeAsync(string key)
    {
        ResultClaim? taken = null;
        try
        {
            return await file.Queue.WriteAsync(
                connection =>
                {
                    // Whoever comes next in the same commit has to see it. A commit that failed is tried once more.
                    own.Remove(taken);
                    taken = Take(connection, key, holder.Take(), OwnLeases.Length);
                    own.Add(taken);
                    return taken;
                },
                isResult: false,
                isDurable: false).ConfigureAwait(false);
        }
        catch
        {
            own.Remove(taken);
            throw;
        }
    }

    /// <summary>Takes a key for one on another machine, whose life cannot be seen from here.</summary>
    public Task<ResultClaim?> TryTakeAsync(string key, TimeSpan lease) => file.Queue.WriteAsync(
        connection =>
        {
            // For it this process will tell when the claim has ended.
            holder.Take();
            return Take(connection, key, "", lease);
        },
        isResult: false,
        isDurable: false);

    public Task RenewAsync(IReadOnlyList<ResultClaim> claims, TimeSpan lease) => file.Queue.WriteAsync(
        connection =>
        {
            ClaimStatements.Renew(connection, claims, EndOf(lease));
            return true;
        },
        isResult: false,
        isDurable: false);

    /// <summary>Stores a result and ends its claim, in one commit.</summary>
    /// <returns>False where the claim was lost.</returns>
    public Task<bool> StoreAsync(StoredResult result, ResultClaim claim) => EndAsync(
        claim,
        connection =>
        {
            if (!ClaimStatements.End(connection, claim))
            {
                // Stored already, and asked for again by one who did not hear the answer.
                return ResultStatements.Find(connection, result.Key) == ResultRow.Of(result).ToResult();
            }

            ResultStatements.Store(connection, result);
            return true;
        },
        isResult: true);

    /// <summary>Ends a claim. Where that cannot be written, as on a full disk, it is tried again until it can, or until the claim ends with its lease.</summary>
    public async Task ReleaseAsync(ResultClaim claim)
    {
        try
        {
            await EndAsync(claim).ConfigureAwait(false);
        }
        catch (ResultIndexException)
        {
            own.Owe(claim);
            throw;
        }
    }

    /// <summary>Waits until the claim on a key has ended, or may have.</summary>
    public Task WaitAsync(string key, CancellationToken cancellation) => waits.WaitAsync(key, cancellation);

    /// <summary>Renews and tells nothing any more. What this process held is free when the file is closed and its life with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await own.DisposeAsync().ConfigureAwait(false);
        waits.Dispose();
    }

    /// <summary>The end of this process, as others see it; after its last commit.</summary>
    public void EndLife() => holder.Dispose();

    private ResultClaim? Take(SqliteConnection connection, string key, string by, TimeSpan lease) =>
        ClaimStatements.TryTake(connection, key, by, Lives, time.GetUtcNow().ToUnixTimeMilliseconds(), EndOf(lease));

    private bool Stands(string key) =>
        file.Read(connection => ClaimStatements.Find(connection, key)) is { } held && ClaimStatements.Stands(key, held, Lives, time.GetUtcNow().ToUnixTimeMilliseconds());

    // One of this process that nobody here works under is left from an end that could not be written.
    private bool Lives(ResultClaim claim, string by) => holder.Is(by) ? own.Contains(claim) : holder.Lives(by);

    private Task<bool> EndAsync(ResultClaim claim) => EndAsync(claim, connection => ClaimStatements.End(connection, claim), isResult: false);

    /// <summary>Ends a claim for this process whether or not that can be written; not before, or another part of it would take the key first.</summary>
    private async Task<bool> EndAsync(ResultClaim claim, Func<SqliteConnection, bool> end, bool isResult)
    {
        try
        {
            bool ended = await file.Queue.WriteAsync(end, isResult, isDurable: isResult).ConfigureAwait(false);
            own.Settle(claim);
            return ended;
        }
        finally
        {
            own.Remove(claim);
            waits.Ended(claim.Key);
            holder.Tell();
        }
    }

    private long EndOf(TimeSpan lease) => (time.GetUtcNow() + lease).ToUnixTimeMilliseconds();
}
