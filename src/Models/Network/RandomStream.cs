namespace Tapir.Models.Network;

/// <summary>SplitMix64: a small generator whose numbers will not change with the runtime's version (System.Random promises no such thing).</summary>
internal sealed class RandomStream(ulong seed)
{
    private ulong state = seed;

    public ulong NextBits()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>In [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In [0, bound), without bias that matters at these sizes (bound far below 2^32).</summary>
    public int NextBelow(int bound) => (int)((UInt128)NextBits() * (uint)bound >> 64);

    /// <summary>Another stream for another purpose, from the same seed.</summary>
    public static RandomStream For(ulong seed, ulong purpose) => new(new RandomStream(seed ^ (purpose * 0xD1342543DE82EF95)).NextBits());
}
