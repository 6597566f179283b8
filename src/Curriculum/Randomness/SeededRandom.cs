namespace Tapir.Curriculum.Randomness;

/// <summary>A small generator whose numbers are the same on every platform and in every version of .NET, which <see cref="Random"/> does not
/// promise; training sets and plans are compared byte for byte.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014). Not thread-safe; not for secrets.</remarks>
internal sealed class SeededRandom
{
    private ulong state;

    /// <param name="seed">The run's or round's seed.</param>
    /// <param name="purpose">What the numbers are for, so that two uses of one seed do not move together.</param>
    public SeededRandom(long seed, string purpose)
    {
        state = Mix(unchecked((ulong)seed) ^ Hash(purpose));
    }

    /// <summary>At least 0, below 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least 0, below <paramref name="bound"/>, which is above 0.</summary>
    public int NextInt32(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = NextInt32(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private ulong NextBits()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
        }

        return Mix(state);
    }

    private static ulong Mix(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return bits ^ (bits >> 31);
        }
    }

    // FNV-1a over UTF-16 units.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037UL;
        foreach (char unit in text)
        {
            hash = unchecked((hash ^ unit) * 1099511628211UL);
        }

        return hash;
    }
}
