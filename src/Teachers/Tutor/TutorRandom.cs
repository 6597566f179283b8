using System.Security.Cryptography;
using System.Text;

namespace Tapir.Teachers.Tutor;

/// <summary>A small seeded generator (SplitMix64) that is the same on every machine and every version of .NET, so that what the tutor
/// writes for a seed never changes under a cached result.</summary>
internal sealed class TutorRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A generator seeded by the whole of a text, for example a family's name and a seed.</summary>
    public static TutorRandom Of(string content)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(content));
        return new TutorRandom(BitConverter.ToUInt64(digest));
    }

    /// <summary>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Next(int low, int high)
    {
        // The high half of a 64-bit product: the bias for such small ranges is below one in a billion.
        ulong range = (ulong)(high - low + 1);
        return low + (int)Math.BigMul(NextBits(), range, out _);
    }

    public bool Flip() => Next(0, 1) == 1;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(0, items.Count - 1)];

    /// <summary>So many different items, in random order.</summary>
    public T[] Pick<T>(IReadOnlyList<T> items, int count)
    {
        T[] rest = [.. items];
        for (int i = 0; i < count; i++)
        {
            int other = Next(i, rest.Length - 1);
            (rest[i], rest[other]) = (rest[other], rest[i]);
        }

        return rest[..count];
    }

    private ulong NextBits()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
