using System.Text;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf;

/// <summary>Writes a GGUF file of version 3: head, metadata, the list of tensors, their values.</summary>
internal static class GgufOutput
{
    private const uint Version = 3;

    /// <summary>Equal arguments give equal bytes; keys and tensors keep their order. A value is a <see cref="uint"/>, <see cref="int"/>, <see cref="float"/>,
    /// <see cref="bool"/>, <see cref="string"/>, or an array of strings, ints or floats.</summary>
    public static void Write(Stream stream, IReadOnlyList<KeyValuePair<string, object>> metadata, IReadOnlyList<GgufTensorOutput> tensors)
    {
        using MemoryStream head = new();
        using (BinaryWriter writer = new(head, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(GgufFile.Magic);
            writer.Write(Version);
            writer.Write((ulong)tensors.Count);
            writer.Write((ulong)metadata.Count);
            foreach ((string key, object value) in metadata)
            {
                Text(writer, key);
                Value(writer, key, value);
            }

            long offset = 0;
            foreach (GgufTensorOutput tensor in tensors)
            {
                Text(writer, tensor.Name);
                writer.Write((uint)tensor.Shape.Length);
                foreach (long extent in tensor.Shape.Reverse())
                {
                    writer.Write((ulong)extent);
                }

                writer.Write(Quantization.QuantizedFormats.NumberOf(tensor.Format));
                writer.Write((ulong)offset);
                offset += Aligned(tensor.Bytes);
            }
        }

        head.WriteTo(stream);
        Pad(stream, head.Length);
        foreach (GgufTensorOutput tensor in tensors)
        {
            tensor.Write(stream);
            Pad(stream, tensor.Bytes);
        }
    }

    private static void Value(BinaryWriter writer, string key, object value)
    {
        switch (value)
        {
            case string[] texts:
                List(writer, GgufValueKind.Text, texts, Text);
                break;
            case int[] numbers:
                List(writer, GgufValueKind.Int32, numbers, static (to, number) => to.Write(number));
                break;
            case float[] numbers:
                List(writer, GgufValueKind.Float32, numbers, static (to, number) => to.Write(number));
                break;
            case string text:
                writer.Write((uint)GgufValueKind.Text);
                Text(writer, text);
                break;
            case bool flag:
                writer.Write((uint)GgufValueKind.Bool);
                writer.Write(flag);
                break;
            case uint number:
                writer.Write((uint)GgufValueKind.UInt32);
                writer.Write(number);
                break;
            case int number:
                writer.Write((uint)GgufValueKind.Int32);
                writer.Write(number);
                break;
            case float number:
                writer.Write((uint)GgufValueKind.Float32);
                writer.Write(number);
                break;
            default:
                throw new ArgumentException($"{key} is a {value.GetType()}, for which GGUF has no type here.", nameof(value));
        }
    }

    private static void List<T>(BinaryWriter writer, GgufValueKind kind, T[] elements, Action<BinaryWriter, T> write)
    {
        writer.Write((uint)GgufValueKind.Array);
        writer.Write((uint)kind);
        writer.Write((ulong)elements.Length);
        foreach (T element in elements)
        {
            write(writer, element);
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static long Aligned(long length) => (length + GgufFile.DefaultAlignment - 1) / GgufFile.DefaultAlignment * GgufFile.DefaultAlignment;

    private static void Pad(Stream stream, long length) => stream.Write(new byte[Aligned(length) - length]);
}
