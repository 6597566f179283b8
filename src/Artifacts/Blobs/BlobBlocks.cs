using System.Globalization;
using System.Text;

namespace Tapir.Artifacts;

/// <summary>How an artifact is cut into blocks. The blob is named by its content and blocks are of one size, so a block's number says what is in it: one that was
/// staged before a cut, by whatever process, need not be sent again.</summary>
internal static class BlobBlocks
{
    /// <value>Bytes. 50,000 blocks, the most that a blob has, make some 195 GiB.</value>
    public const int Size = 4 << 20;

    public static int CountOf(long length) => (int)((length + Size - 1) / Size);

    public static long OffsetOf(int block) => (long)block * Size;

    public static int LengthOf(int block, long length) => (int)Math.Min(Size, length - OffsetOf(block));

    /// <summary>The block's id as the service wants it: base64, of one length for all blocks of a blob.</summary>
    public static string IdOf(int block) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Size:x8}-{block:x8}")));
}
