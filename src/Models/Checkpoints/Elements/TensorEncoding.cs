namespace Tapir.Models.Checkpoints.Elements;

/// <summary>Writes tensors of any length piece by piece, without a copy of the whole.</summary>
internal static unsafe class TensorEncoding
{
    // A whole number of blocks of every format.
    private const int PieceElements = 1 << 18;

    /// <summary>Writes a whole number of blocks.</summary>
    public static void Write(Stream stream, WritableFormat format, ReadOnlySpan<float> values)
    {
        byte[] buffer = new byte[format.BytesOf(Math.Min(values.Length, PieceElements))];
        for (int start = 0; start < values.Length; start += PieceElements)
        {
            ReadOnlySpan<float> piece = values.Slice(start, Math.Min(PieceElements, values.Length - start));
            stream.Write(Encode(format, piece, buffer));
        }
    }

    /// <summary>Encodes into the first bytes of a buffer, and returns those.</summary>
    public static ReadOnlySpan<byte> Encode(WritableFormat format, ReadOnlySpan<float> values, Span<byte> buffer)
    {
        fixed (float* source = values)
        fixed (byte* target = buffer)
        {
            format.Encode(source, target, values.Length / format.BlockElements);
        }

        return buffer[..(int)format.BytesOf(values.Length)];
    }
}
