using System.Collections.Concurrent;

namespace Tapir.Functions;

/// <summary>The claims of this process, renewed for as long as it can. One that died is noticed at once by other means; one that hangs, or was stopped, loses them after a while.</summary>
internal sealed class OwnLeases : IAsyncDisposable
{
    /// <value>How long a claim stands without a sign of life.</value>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<ResultClaim, bool> claims = new();
    private readonly ITimer timer;

    /// <param name="renew">Renews claims; what it cannot do now it does the next time.</param>
    public OwnLeases(Action<IReadOnlyList<ResultClaim>> renew, TimeProvider time)
    {
        timer = time.CreateTimer(
            _ =>
            {
                ResultClaim[] held = [.. claims.Keys];
                if (held.Length > 0)
                {
                    renew(held);
                }
            },
            null,
            Length / 4,
            Length / 4);
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

    public ValueTask DisposeAsync() => timer.DisposeAsync();
}
