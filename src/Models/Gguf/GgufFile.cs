using System.Buffers.Binary;
using Tapir.Models.Checkpoints;
using Tapir.Models.Gguf.Quantization;

namespace Tapir.Models.Gguf;

/// <summary>A GGUF file (version 2 or 3, little-endian): its metadata, and its tensors where they lie.</summary>
/// <remarks>Source of the layout: the specification in ggml's docs/gguf.md.</remarks>
internal sealed class GgufFile : IDisposable
{
    public const uint Magic = 0x4655_4747;
    public const string AlignmentKey = "general.alignment";
    public const int DefaultAlignment = 32;
    private const int MostKeys = 1 << 16, MostTensors = 1 << 20, LongestName = 1024, MostDimensions = 4;

    // A key, its type, a value; a name, the number of dimensions, a type, an offset.
    private const int LeastPair = 8 + 4 + 1, LeastTensor = 8 + 4 + 4 + 8;

    private GgufFile(string source, FileBytes bytes)
    {
        Bytes = bytes;
        Source = source;
        GgufCursor cursor = new(bytes, source);
        CheckVersion(cursor);
        int tensors = cursor.Count("tensors", LeastTensor, MostTensors), pairs = cursor.Count("metadata values", LeastPair, MostKeys);
        Metadata = GgufMetadataReader.Read(cursor, pairs, source);
        if (Metadata.Count("split.count", 1) > 1)
        {
            throw new InvalidDataException($"{source}: part {Metadata.Count("split.no", 0) + 1} of {Metadata.Count("split.count")} of a model. Put them together with llama-gguf-split --merge.");
        }

        Tensors = ReadTensors(cursor, tensors, Alignment(cursor));
    }

    /// <summary>Names the file in errors.</summary>
    public string Source { get; }

    /// <summary>All bytes of the file, for its digest.</summary>
    public FileBytes Bytes { get; }

    public GgufMetadata Metadata { get; }

    /// <summary>By the file's own names, as <c>blk.0.attn_q.weight</c>.</summary>
    public IReadOnlyDictionary<string, GgufTensor> Tensors { get; }

    /// <summary>Maps a file and reads its head.</summary>
    /// <exception cref="InvalidDataException">Not GGUF, truncated, of another version, or a head that lies about what follows.</exception>
    public static GgufFile Open(string path) => Read(FileBytes.Map(path), path);

    /// <summary>Reads what is left of a stream; <paramref name="source"/> names it in errors.</summary>
    /// <exception cref="InvalidDataException">As <see cref="Open"/>.</exception>
    public static GgufFile Read(Stream stream, string source) => Read(FileBytes.Rest(stream), source);

    public void Dispose() => Bytes.Dispose();

    private static GgufFile Read(FileBytes bytes, string source)
    {
        try
        {
            return new GgufFile(source, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static void CheckVersion(GgufCursor cursor)
    {
        uint magic = cursor.Read<uint>();
        if (magic != Magic)
        {
            throw cursor.Error($"it begins with 0x{BinaryPrimitives.ReverseEndianness(magic):x8} instead of \"GGUF\"");
        }

        uint version = cursor.Read<uint>();
        if (version is not (2 or 3))
        {
            throw cursor.Error((version & 0xFFFF) == 0 ? "it is big-endian" : $"it is of version {version}; 2 and 3 can be read");
        }
    }

    private int Alignment(GgufCursor cursor)
    {
        int alignment = Metadata.Count(AlignmentKey, DefaultAlignment);
        return alignment > 0 && alignment <= 1 << 20 && alignment % 8 == 0 ? alignment : throw cursor.Error($"its alignment of {alignment} bytes is not a multiple of 8 up to 1048576");
    }

    private Dictionary<string, GgufTensor> ReadTensors(GgufCursor cursor, int count, int alignment)
    {
        // Grows as tensors are seen to be there. Their places are relative to what follows this list.
        Dictionary<string, GgufTensor> tensors = [];
        for (int i = 0; i < count; i++)
        {
            GgufTensor tensor = ReadTensor(cursor, alignment);
            if (!tensors.TryAdd(tensor.Name, tensor))
            {
                throw cursor.Error($"it has tensor {tensor.Name} twice");
            }
        }

        long data = (cursor.Position + alignment - 1) / alignment * alignment, end = data;
        foreach (GgufTensor tensor in tensors.Values.OrderBy(tensor => tensor.Start).ThenBy(tensor => tensor.End).ToList())
        {
            if (tensor.End > Bytes.Length - data)
            {
                throw new InvalidDataException($"{Source}: truncated, tensor {tensor.Name} ends at byte {data} + {tensor.End}, the file at {Bytes.Length}. Download it again.");
            }

            GgufTensor placed = tensor with { Start = data + tensor.Start, End = data + tensor.End };
            if (placed.Start < end)
            {
                throw new InvalidDataException($"{Source}: tensor {tensor.Name} begins at byte {placed.Start}, before the one in front of it ends at {end}.");
            }

            end = placed.End;
            tensors[tensor.Name] = placed;
        }

        return tensors;
    }

    private GgufTensor ReadTensor(GgufCursor cursor, int alignment)
    {
        string name = cursor.Text("a tensor's name", LongestName);
        uint dimensions = cursor.Read<uint>();
        if (dimensions is 0 or > MostDimensions)
        {
            throw cursor.Error($"tensor {name} has {dimensions} dimensions, 1 to {MostDimensions} are possible");
        }

        long[] shape = new long[dimensions];
        UInt128 elements = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            ulong extent = cursor.Read<ulong>();
            elements = extent is 0 or > int.MaxValue ? UInt128.Zero : elements * extent;
            shape[i] = unchecked((long)extent);
        }

        QuantizedFormats.Entry format = QuantizedFormats.Of(cursor.Read<uint>(), name, Source);
        ulong start = cursor.Read<ulong>();
        if (elements == 0 || elements > int.MaxValue * (UInt128)MostDimensions || shape[^1] % format.Format.BlockElements != 0)
        {
            throw cursor.Error($"tensor {name}, {format.Format} [{string.Join(", ", shape)}], is not a whole number of blocks that could be read");
        }

        return start % (ulong)alignment != 0 || start > long.MaxValue / 2
            ? throw cursor.Error($"tensor {name} begins at byte {start}, which is no multiple of {alignment}")
            : new GgufTensor(name, format.Format, shape, (long)start, (long)start + format.Format.BytesOf((long)elements));
    }
}
