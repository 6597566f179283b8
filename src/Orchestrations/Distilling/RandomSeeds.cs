using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tapir.Orchestrations.Distilling;

/// <summary>A random seed of its own for each purpose, so that a change in one step does not shift the choices of another.</summary>
internal static class RandomSeeds
{
    /// <param name="runSeed">The spec's seed.</param>
    /// <param name="purpose">What it is for, such as <c>round-1/plan</c>.</param>
    /// <returns>0 to <see cref="int.MaxValue"/>.</returns>
    public static int For(int runSeed, string purpose)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{runSeed}/{purpose}"));
        return BinaryPrimitives.ReadInt32LittleEndian(digest) & int.MaxValue;
    }
}
