using System.Numerics.Tensors;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf;

/// <summary>A tensor to be written: its file name, row-major shape <c>[rows, columns]</c> or <c>[columns]</c>, format, and values.</summary>
/// <param name="SourceRow">Which row of the values is row i of the file.</param>
internal sealed record GgufTensorOutput(string Name, long[] Shape, WritableFormat Format, ReadOnlyMemory<float> Values, Func<int, int> SourceRow)
{
    private const float LargestHalf = 65504;

    public long Bytes => Format.BytesOf(Values.Length);

    /// <exception cref="InvalidDataException">A value is too large for half precision.</exception>
    public void Write(Stream stream)
    {
        int columns = Shape.Length == 2 ? (int)Shape[1] : 1, rows = Values.Length / columns;
        if (columns == 1)
        {
            // A vector has one block format only, so its single values can be picked.
            float[] ordered = [.. Enumerable.Range(0, rows).Select(row => Values.Span[SourceRow(row)])];
            TensorEncoding.Write(stream, Format, ordered);
            return;
        }

        byte[] buffer = new byte[Format.BytesOf(columns)];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = Values.Span.Slice(SourceRow(row) * columns, columns);
            if (Format != Float32Format.Instance && !(MathF.Abs(TensorPrimitives.MaxMagnitude(values)) <= LargestHalf))
            {
                throw new InvalidDataException($"{Name} has a value beyond half precision (65504) in row {row}: it cannot be written as {Format}.");
            }

            stream.Write(TensorEncoding.Encode(Format, values, buffer));
        }
    }
}
