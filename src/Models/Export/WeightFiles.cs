using System.Text.Json;
using Tapir.Models.Checkpoints.Elements;
using Tapir.Models.Safetensors;

namespace Tapir.Models.Export;

/// <summary>The weights of a Hugging Face folder: one safetensors file, or several and an index.</summary>
internal static class WeightFiles
{
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n" };
    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>The files by name; each entry writes one. Equal tensors and options give equal bytes.</summary>
    public static IReadOnlyDictionary<string, Action<Stream>> Of(IReadOnlyCollection<NamedTensor> tensors, ExportOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.ShardBytes, nameof(options));
        WritableFormat format = options.Precision == ExportPrecision.BFloat16 ? BFloat16Format.Instance : Float32Format.Instance;
        List<List<NamedTensor>> shards = Shards(tensors, format, options.ShardBytes);
        if (shards.Count == 1)
        {
            return new Dictionary<string, Action<Stream>> { ["model.safetensors"] = stream => SafetensorsWriter.Write(stream, Metadata, shards[0], format) };
        }

        Dictionary<string, Action<Stream>> files = [];
        SortedDictionary<string, string> places = new(StringComparer.Ordinal);
        for (int i = 0; i < shards.Count; i++)
        {
            List<NamedTensor> shard = shards[i];
            string name = $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors";
            files.Add(name, stream => SafetensorsWriter.Write(stream, Metadata, shard, format));
            shard.ForEach(tensor => places.Add(tensor.Name, name));
        }

        long parameters = tensors.Sum(tensor => (long)tensor.Values.Length);
        files.Add(ShardedSafetensors.IndexName, stream => WriteIndex(stream, places, parameters, format.BytesOf(parameters)));
        return files;
    }

    // In the order of the model, as long as there is room.
    private static List<List<NamedTensor>> Shards(IReadOnlyCollection<NamedTensor> tensors, WritableFormat format, long limit)
    {
        List<List<NamedTensor>> shards = [[]];
        long bytes = 0;
        foreach (NamedTensor tensor in tensors)
        {
            long own = format.BytesOf(tensor.Values.Length);
            if (bytes + own > limit && shards[^1].Count > 0)
            {
                shards.Add([]);
                bytes = 0;
            }

            shards[^1].Add(tensor);
            bytes += own;
        }

        return shards;
    }

    private static void WriteIndex(Stream stream, SortedDictionary<string, string> places, long parameters, long bytes)
    {
        using (Utf8JsonWriter json = new(stream, Format))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteNumber("total_parameters", parameters);
            json.WriteNumber("total_size", bytes);
            json.WriteEndObject();
            json.WriteStartObject("weight_map");
            foreach ((string tensor, string file) in places)
            {
                json.WriteString(tensor, file);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}
