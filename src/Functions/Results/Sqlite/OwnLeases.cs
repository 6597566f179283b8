using System.Collections.Concurrent;

namespace Tapir.Functions;

/// <summary>The claims of this process, renewed for as long as it can. One that died is noticed at once by other means; one that hangs, or was stopped, loses them after a while.</summary>
internal sealed class OwnLeases : IAsyncDisposable
{
    /// <value>How long a claim stands without a sign of life.</value>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<ResultClaim, bool> claims = new();
    private readonly ConcurrentDictionary<ResultClaim, long> owed = new();
    private readonly Action<IReadOnlyList<ResultClaim>> renew;
    private readonly Action<ResultClaim> end;
    private readonly TimeProvider time;
    private readonly ITimer timer;

    /// <param name="renew">Renews claims; what it cannot do now it does the next time.</param>
    /// <param name="end">Writes the end of a claim; settles it when it could.</param>
    public OwnLeases(Action<IReadOnlyList<ResultClaim>> renew, Action<ResultClaim> end, TimeProvider time)
    {
        this.renew = renew;
        this.end = end;
        this.time = time;
        timer = time.CreateTimer(_ => RenewAndEnd(), null, Length / 4, Length / 4);
    }

    public void Add(ResultClaim? claim)
    {
        if (claim is not null)
        {
            claims[claim] = true;
        }
    }

    public void Remove(ResultClaim? claim)
    {
        if (claim is not null)
        {
            claims.TryRemove(claim, out _);
        }
    }

    /// <summary>Whether somebody in this process works under it.</summary>
    public bool Contains(ResultClaim claim) => claims.ContainsKey(claim);

    /// <summary>The end of a claim could not be written. Others wait for it as long as its lease lasts, so it is tried again until then.</summary>
    public void Owe(ResultClaim claim) => owed[claim] = time.GetTimestamp();

    /// <summary>The end of a claim was written.</summary>
    public void Settle(ResultClaim claim) => owed.TryRemove(claim, out _);

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void RenewAndEnd()
    {
        ResultClaim[] held = [.. claims.Keys];
        if (held.Length > 0)
        {
            renew(held);
        }

        foreach ((ResultClaim claim, long since) in owed)
        {
            if (time.GetElapsedTime(since) < Length)
            {
                end(claim);
            }
            else
            {
                Settle(claim);
            }
        }
    }
}
