using System.Text.Json;
using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Safetensors;

/// <summary>What the JSON header of a safetensors file says, checked against the length of the data behind it.</summary>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, Dictionary<string, TensorEntry> Tensors)
{
    private static readonly IReadOnlyList<ElementFormat> Formats = [Float32Format.Instance, Float16Format.Instance, BFloat16Format.Instance];

    public IReadOnlyCollection<string> Names => Tensors.Keys;

    /// <summary><paramref name="dataLength"/> is how many bytes follow the header; <paramref name="source"/> names the file in errors.</summary>
    /// <exception cref="InvalidDataException">Not a header, or one that lies about its tensors.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> header, long dataLength, string source)
    {
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
                    entries.Add(Entry(property, source));
                }
            }

            return new SafetensorsHeader(metadata, Checked(entries, dataLength, source));
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{source}: the safetensors header is not valid: {malformed.Message}", malformed);
        }
    }

    private static TensorEntry Entry(JsonProperty property, string source)
    {
        long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(value => value.GetInt64())];
        string type = property.Value.GetProperty("dtype").GetString() ?? "";
        return offsets.Length == 2
            ? new TensorEntry(
                property.Name,
                Formats.FirstOrDefault(format => format.Name == type)
                    ?? throw new InvalidDataException($"{source}: tensor {property.Name} has element type {type}; {string.Join(", ", Formats)} can be read."),
                [.. property.Value.GetProperty("shape").EnumerateArray().Select(value => value.GetInt64())],
                offsets[0],
                offsets[1])
            : throw new FormatException($"{property.Name} has {offsets.Length} data offsets instead of 2");
    }

    private static Dictionary<string, TensorEntry> Checked(List<TensorEntry> entries, long length, string source)
    {
        long end = 0;
        foreach (TensorEntry entry in entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End))
        {
            if (entry.Start < end || entry.End < entry.Start || entry.Shape.Any(extent => extent < 0) || entry.End - entry.Start != entry.Format.BytesOf(entry.Count))
            {
                throw new InvalidDataException(
                    $"{source}: tensor {entry.Name}, {entry.Format} [{string.Join(", ", entry.Shape)}], does not fit its bytes {entry.Start} to {entry.End}, or overlaps another tensor.");
            }

            if (entry.End > length)
            {
                throw new InvalidDataException($"{source}: truncated, tensor {entry.Name} ends at byte {entry.End} of the data, {length} are there.");
            }

            end = entry.End;
        }

        return entries.ToDictionary(entry => entry.Name);
    }
}
