namespace Tapir.Functions;

/// <summary>How long the result of a function call stands for the next call with the same key.</summary>
public abstract record CachePolicy
{
    private CachePolicy()
    {
    }

    /// <value>The result stands as long as the index does: within a run, after a crash, and across runs.</value>
    public static CachePolicy Forever { get; } = new AlwaysPolicy();

    /// <value>The result stands within one run; another run computes it anew.</value>
    public static CachePolicy PerRun { get; } = new RunPolicy();

    /// <value>Every call computes. Its last result is still recorded, for lineage.</value>
    public static CachePolicy Never { get; } = new NeverPolicy();

    /// <summary>The result stands for a time after it was stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public static CachePolicy For(TimeSpan timeToLive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero);
        return new TimedPolicy(timeToLive);
    }

    /// <value>Whether a key holds for one run only.</value>
    internal virtual bool IsPerRun => false;

    /// <value>Whether two calls with one key at one time become one.</value>
    internal virtual bool Joins => true;

    /// <summary>Whether a result stored then still stands now.</summary>
    internal virtual bool Accepts(DateTimeOffset storedAt, DateTimeOffset now) => true;

    private sealed record AlwaysPolicy : CachePolicy
    {
        public override string ToString() => "forever";
    }

    private sealed record RunPolicy : CachePolicy
    {
        internal override bool IsPerRun => true;

        public override string ToString() => "per run";
    }

    private sealed record NeverPolicy : CachePolicy
    {
        internal override bool Joins => false;

        public override string ToString() => "never";

        internal override bool Accepts(DateTimeOffset storedAt, DateTimeOffset now) => false;
    }

    private sealed record TimedPolicy(TimeSpan TimeToLive) : CachePolicy
    {
        public override string ToString() => $"for {TimeToLive}";

        internal override bool Accepts(DateTimeOffset storedAt, DateTimeOffset now) => now - storedAt < TimeToLive;
    }
}
