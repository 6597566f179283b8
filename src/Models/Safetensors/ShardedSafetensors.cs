using System.Text.Json;
using Tapir.Models.Checkpoints;

namespace Tapir.Models.Safetensors;

/// <summary>A checkpoint in several safetensors files, and the index that says which tensor is in which.</summary>
internal sealed class ShardedSafetensors : ITensorSource, IDisposable
{
    public const string IndexName = "model.safetensors.index.json";
    private readonly SortedDictionary<string, SafetensorsFile> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> places;

    private ShardedSafetensors(string index, Dictionary<string, string> places)
    {
        Source = index;
        this.places = places;
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => places.Keys;

    /// <summary>The opened files, by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsFile> Files => files;

    /// <summary>Reads <see cref="IndexName"/> of the folder and maps all files that it names.</summary>
    /// <exception cref="InvalidDataException">The index is damaged, names a file that is missing or lies outside the folder, or a tensor that its file does not have.</exception>
    public static ShardedSafetensors Open(string folder)
    {
        string index = Path.Combine(folder, IndexName);
        ShardedSafetensors shards = new(index, Places(index));
        try
        {
            shards.OpenAll(folder);
            return shards;
        }
        catch
        {
            shards.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Require(string name, IReadOnlyList<int> shape) => FileOf(name).Require(name, shape);

    /// <inheritdoc/>
    public void CopyTo(string name, IReadOnlyList<int> shape, Span<float> target) => FileOf(name).CopyTo(name, shape, target);

    public void Dispose()
    {
        foreach (SafetensorsFile file in files.Values)
        {
            file.Dispose();
        }
    }

    private static Dictionary<string, string> Places(string index)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(index));
            return json.RootElement.GetProperty("weight_map").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? "");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"{index}: not an index of safetensors files: {malformed.Message}", malformed);
        }
    }

    private void OpenAll(string folder)
    {
        foreach ((string tensor, string name) in places)
        {
            if (!files.TryGetValue(name, out SafetensorsFile? file))
            {
                file = files[name] = SafetensorsFile.Open(PathOf(folder, tensor, name));
            }

            if (!file.Tensors.ContainsKey(tensor))
            {
                throw new InvalidDataException($"{Source}: tensor {tensor} should be in {name}, which does not have it.");
            }
        }
    }

    // A name, not a path: an index from somebody else must not make us read other files of this machine.
    private string PathOf(string folder, string tensor, string name)
    {
        if (name is "" or "." or ".." || name.AsSpan().ContainsAny("/\\:\0"))
        {
            throw new InvalidDataException($"{Source}: tensor {tensor} is said to be in \"{name}\", which is not the name of a file in this folder.");
        }

        string path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new InvalidDataException($"{Source}: {name}, which has tensor {tensor}, is missing. Download the checkpoint again, all of its files.");
    }

    private SafetensorsFile FileOf(string tensor) => places.TryGetValue(tensor, out string? name)
        ? files[name]
        : throw new InvalidDataException($"{Source}: tensor {tensor} is missing; the checkpoint has {places.Count} others.");
}
