using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tapir.Models.Safetensors;

/// <summary>A safetensors file read into memory, its header checked before anything is believed.</summary>
internal sealed class SafetensorsFile
{
    private const long LongestHeader = 100_000_000;
    private readonly byte[] data;
    private readonly string source;

    private SafetensorsFile(string source, IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, TensorEntry> tensors, byte[] data)
    {
        this.source = source;
        this.data = data;
        Metadata = metadata;
        Tensors = tensors;
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>Reads to the end of the stream; <paramref name="source"/> names it in errors.</summary>
    /// <exception cref="InvalidDataException">Not safetensors, truncated, or a header that lies about its tensors.</exception>
    public static SafetensorsFile Read(Stream stream, string source)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
        {
            throw new InvalidDataException($"{source}: not a safetensors file, it is shorter than 8 bytes.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is < 2 or > LongestHeader)
        {
            throw new InvalidDataException($"{source}: not a safetensors file, its header would be {length} bytes long (2 to {LongestHeader} are possible).");
        }

        byte[] header = Take(stream, length);
        if (header.Length < length)
        {
            throw new InvalidDataException($"{source}: truncated inside the header, {header.Length} of {length} bytes are there.");
        }

        byte[] data = Take(stream, long.MaxValue);
        try
        {
            using JsonDocument json = JsonDocument.Parse(header);
            Dictionary<string, string> metadata = [];
            List<TensorEntry> entries = [];
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    metadata = property.Value.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? "");
                }
                else
                {
                    entries.Add(Entry(property));
                }
            }

            return new SafetensorsFile(source, metadata, Checked(entries, data.Length, source), data);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{source}: the safetensors header is not valid: {malformed.Message}", malformed);
        }
    }

    /// <summary>Converts a tensor to float32 into <paramref name="target"/>.</summary>
    /// <exception cref="InvalidDataException">No such tensor, another shape than <paramref name="shape"/>, or an element type that is no float.</exception>
    public void CopyTo(string name, IReadOnlyList<int> shape, Span<float> target)
    {
        if (!Tensors.TryGetValue(name, out TensorEntry? entry))
        {
            throw new InvalidDataException($"{source}: tensor {name} is missing; the file has {Tensors.Count} others.");
        }

        if (!entry.Shape.SequenceEqual(shape.Select(size => (long)size)))
        {
            throw new InvalidDataException(
                $"{source}: tensor {name} has shape [{string.Join(", ", entry.Shape)}], the config asks for [{string.Join(", ", shape)}].");
        }

        ReadOnlySpan<byte> bytes = data.AsSpan((int)entry.Start, (int)(entry.End - entry.Start));
        switch (entry.ElementType)
        {
            case "F32":
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(target);
                break;
            case "F16":
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (int i = 0; i < halves.Length; i++)
                {
                    target[i] = (float)halves[i];
                }

                break;
            case "BF16":
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < upper.Length; i++)
                {
                    target[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                }

                break;
        }
    }

    private static TensorEntry Entry(JsonProperty property)
    {
        long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(value => value.GetInt64())];
        return offsets.Length == 2
            ? new TensorEntry(
                property.Name,
                property.Value.GetProperty("dtype").GetString() ?? "",
                [.. property.Value.GetProperty("shape").EnumerateArray().Select(value => value.GetInt64())],
                offsets[0],
                offsets[1])
            : throw new FormatException($"{property.Name} has {offsets.Length} data offsets instead of 2");
    }

    private static Dictionary<string, TensorEntry> Checked(List<TensorEntry> entries, long length, string source)
    {
        long end = 0;
        foreach (TensorEntry entry in entries.OrderBy(entry => entry.Start))
        {
            int size = entry.ElementType switch
            {
                "F32" => 4,
                "F16" or "BF16" => 2,
                _ => throw new InvalidDataException($"{source}: tensor {entry.Name} has element type {entry.ElementType}; F32, F16 and BF16 can be read."),
            };
            if (entry.Start < end || entry.End < entry.Start || entry.Shape.Any(extent => extent < 0) || entry.End - entry.Start != checked(entry.Count * size))
            {
                throw new InvalidDataException(
                    $"{source}: tensor {entry.Name}, {entry.ElementType} [{string.Join(", ", entry.Shape)}], does not fit its bytes {entry.Start} to {entry.End}, or overlaps another tensor.");
            }

            if (entry.End > length)
            {
                throw new InvalidDataException($"{source}: truncated, tensor {entry.Name} ends at byte {entry.End} of the data, {length} are there.");
            }

            end = entry.End;
        }

        return entries.ToDictionary(entry => entry.Name);
    }

    // Grows as bytes arrive, so that a header that lies costs no memory.
    private static byte[] Take(Stream stream, long limit)
    {
        using MemoryStream taken = new();
        byte[] buffer = new byte[81920];
        while (taken.Length < limit)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - taken.Length));
            if (read == 0)
            {
                break;
            }

            taken.Write(buffer, 0, read);
        }

        return taken.ToArray();
    }
}
