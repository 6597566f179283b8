using System.Buffers.Binary;
using Tapir.Models.Checkpoints;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Safetensors;

/// <summary>A safetensors file, its header checked before anything is believed, its values read where they lie.</summary>
internal sealed unsafe class SafetensorsFile : ITensorSource, IDisposable
{
    private const int PrefixLength = 8;
    private const long LongestHeader = 100_000_000;
    private readonly SafetensorsHeader header;
    private readonly FileBytes bytes;
    private readonly long dataStart;

    private SafetensorsFile(string source, FileBytes bytes, long headerLength)
    {
        Source = source;
        this.bytes = bytes;
        dataStart = PrefixLength + headerLength;
        header = SafetensorsHeader.Parse(new ReadOnlySpan<byte>(bytes.At(PrefixLength), (int)headerLength).ToArray(), bytes.Length - dataStart, source);
    }

    /// <inheritdoc/>
    public string Source { get; }

    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    public IReadOnlyDictionary<string, TensorEntry> Tensors => header.Tensors;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => header.Names;

    /// <summary>All bytes of the file, for its digest.</summary>
    public FileBytes Bytes => bytes;

    /// <summary>Maps a file.</summary>
    /// <exception cref="InvalidDataException">Not safetensors, truncated, or a header that lies about its tensors.</exception>
    public static SafetensorsFile Open(string path) => Read(FileBytes.Map(path), path);

    /// <summary>Reads to the end of the stream, or maps it where it is a file; <paramref name="source"/> names it in errors.</summary>
    /// <exception cref="InvalidDataException">Not safetensors, truncated, or a header that lies about its tensors.</exception>
    public static SafetensorsFile Read(Stream stream, string source) => Read(FileBytes.Rest(stream), source);

    /// <inheritdoc/>
    public void Require(string name, IReadOnlyList<int> shape) => _ = Find(name, shape);

    /// <inheritdoc/>
    public void CopyTo(string name, IReadOnlyList<int> shape, Span<float> target)
    {
        TensorEntry entry = Find(name, shape);
        if (target.Length != entry.Count)
        {
            throw new ArgumentException($"{Source}: tensor {name} has {entry.Count} values, the target {target.Length}.", nameof(target));
        }

        long bad = TensorDecoding.Decode(entry.Format, bytes.At(dataStart + entry.Start), target);
        if (bad >= 0)
        {
            throw new InvalidDataException($"{Source}: value {bad} of tensor {name} is {target[(int)bad]}: a model with it computes nothing. The file is damaged, or its training diverged.");
        }
    }

    public void Dispose() => bytes.Dispose();

    private static SafetensorsFile Read(FileBytes bytes, string source)
    {
        try
        {
            return new SafetensorsFile(source, bytes, HeaderLength(bytes, source));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static long HeaderLength(FileBytes bytes, string source)
    {
        if (bytes.Length < PrefixLength)
        {
            throw new InvalidDataException($"{source}: not a safetensors file, it is shorter than {PrefixLength} bytes.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(bytes.At(0), PrefixLength));
        return length is < 2 or > LongestHeader
            ? throw new InvalidDataException($"{source}: not a safetensors file, its header would be {length} bytes long (2 to {LongestHeader} are possible).")
            : length > bytes.Length - PrefixLength
            ? throw new InvalidDataException($"{source}: truncated inside the header, {bytes.Length - PrefixLength} of {length} bytes are there.")
            : length;
    }

    private TensorEntry Find(string name, IReadOnlyList<int> shape)
    {
        if (!Tensors.TryGetValue(name, out TensorEntry? entry))
        {
            throw new InvalidDataException($"{Source}: tensor {name} is missing; the file has {Tensors.Count} others.");
        }

        return entry.Shape.SequenceEqual(shape.Select(size => (long)size))
            ? entry
            : throw new InvalidDataException(
                $"{Source}: tensor {name} has shape [{string.Join(", ", entry.Shape)}], the config asks for [{string.Join(", ", shape)}].");
    }
}
