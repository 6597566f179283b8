using System.Buffers.Binary;

namespace Tapir.Artifacts.Benchmarks;

/// <summary>1 GiB of which no two pieces are the same, made in no time.</summary>
internal sealed class LargeContent
{
    public const long Length = 1L << 30;

    private readonly byte[] piece = new byte[1 << 20];

    public LargeContent() => new Random(1).NextBytes(piece);

    public static double MebibytesPerSecond(TimeSpan time) => Length / 1048576.0 / time.TotalSeconds;

    /// <summary>Each is valid until the next one is asked for.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        for (long offset = 0; offset < Length; offset += piece.Length)
        {
            BinaryPrimitives.WriteInt64LittleEndian(piece, offset);
            yield return piece;
        }
    }
}
