using Dapper;
using Microsoft.Data.Sqlite;

namespace Tapir.Functions;

/// <summary>What is read from and written to the table of claims.</summary>
internal static class ClaimStatements
{
    // A lease that ends later was given by a clock that has been put back since.
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(5);

    public static ClaimRow? Find(SqliteConnection connection, string key) => connection.QuerySingleOrDefault<ClaimRow>(
        "SELECT fence AS Fence, holder AS Holder, leased_until AS LeasedUntil FROM claims WHERE key = @key;", new { key });

    /// <summary>Whether a claim keeps its key from others.</summary>
    /// <param name="lives">Whether a claim is still worked under by a holder of this machine.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public static bool Stands(string key, ClaimRow held, Func<ResultClaim, string, bool> lives, long now) =>
        held.LeasedUntil > now
        && held.LeasedUntil - now <= LongestLease.TotalMilliseconds
        && (held.Holder.Length == 0 || lives(new ResultClaim(key, held.Fence), held.Holder));

    /// <param name="holder">This process; empty where it is taken for one of another machine, whose life cannot be seen from here.</param>
    /// <param name="lives">Whether a claim is still worked under by a holder of this machine.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="leasedUntil">The same.</param>
    public static ResultClaim? TryTake(SqliteConnection connection, string key, string holder, Func<ResultClaim, string, bool> lives, long now, long leasedUntil)
    {
        if (Find(connection, key) is { } held && Stands(key, held, lives, now))
        {
            return null;
        }

        connection.Execute("DELETE FROM claims WHERE key = @key;", new { key });
        // Beginning with the time, so that the fences of an index that was deleted do not come again.
        long fence = connection.ExecuteScalar<long>(
            """
            INSERT INTO claims (fence, key, holder, leased_until)
            VALUES (max(@now, 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'claims'), 0)), @key, @holder, @leasedUntil)
            RETURNING fence;
            """,
            new { now, key, holder, leasedUntil });
        return new ResultClaim(key, fence);
    }

    public static void Renew(SqliteConnection connection, IReadOnlyList<ResultClaim> claims, long leasedUntil) => connection.Execute(
        "UPDATE claims SET leased_until = @leasedUntil WHERE key = @Key AND fence = @Fence;", claims.Select(claim => new { claim.Key, claim.Fence, leasedUntil }));

    /// <returns>Whether it still stood.</returns>
    public static bool End(SqliteConnection connection, ResultClaim claim) =>
        connection.Execute("DELETE FROM claims WHERE key = @Key AND fence = @Fence;", claim) > 0;
}
