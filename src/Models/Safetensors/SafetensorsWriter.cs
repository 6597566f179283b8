using System.Buffers.Binary;
using System.Text.Json;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Safetensors;

/// <summary>Writes tensors in the safetensors format: 8 bytes of header length, a JSON header, the values.</summary>
internal static class SafetensorsWriter
{
    /// <summary>The same tensors and metadata give the same bytes: names are sorted, the header is padded with spaces to 8 bytes.</summary>
    public static void Write(Stream stream, IReadOnlyDictionary<string, string> metadata, IReadOnlyCollection<NamedTensor> tensors) =>
        Write(stream, metadata, tensors, Float32Format.Instance);

    /// <summary>The same in another format of the elements: F32, F16 or BF16.</summary>
    public static void Write(Stream stream, IReadOnlyDictionary<string, string> metadata, IReadOnlyCollection<NamedTensor> tensors, WritableFormat format)
    {
        List<NamedTensor> sorted = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        using MemoryStream header = new();
        using (Utf8JsonWriter json = new(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (NamedTensor tensor in sorted)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", format.Name);
                WriteArray(json, "shape", tensor.Shape);
                WriteArray(json, "data_offsets", [offset, offset += format.BytesOf(tensor.Values.Length)]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (header.Length % 8 != 0)
        {
            header.WriteByte((byte)' ');
        }

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (NamedTensor tensor in sorted)
        {
            TensorEncoding.Write(stream, format, tensor.Values.Span);
        }
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
