using System.Text.Json;

namespace Tapir.Artifacts;

/// <summary>The lineage of a set of artifacts: for each, what made it from what. The same entries give the same bytes, whatever their order.</summary>
public sealed class Manifest
{
    private const int SchemaVersion = 1;

    private readonly SortedDictionary<ArtifactRef, ManifestEntry> entries = [];

    /// <exception cref="ArgumentException">Two entries are about one artifact.</exception>
    public Manifest(IEnumerable<ManifestEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (ManifestEntry entry in entries)
        {
            if (!this.entries.TryAdd(entry.Artifact, entry with { Inputs = [.. entry.Inputs.Distinct().Order()] }))
            {
                throw new ArgumentException($"{entry.Artifact} has two entries: '{this.entries[entry.Artifact].Function}' and '{entry.Function}'.", nameof(entries));
            }
        }
    }

    /// <value>By digest.</value>
    public IReadOnlyCollection<ManifestEntry> Entries => entries.Values;

    /// <exception cref="InvalidDataException">The text is no manifest, or one of a newer Tapir.</exception>
    public static Manifest Parse(string json)
    {
        try
        {
            Document document = JsonSerializer.Deserialize<Document>(json, ArtifactJson.Options) ?? throw new InvalidDataException("A manifest is an object, not null.");
            return document.Schema <= SchemaVersion
                ? new Manifest(document.Artifacts)
                : throw new InvalidDataException($"The manifest has schema version {document.Schema}, and this Tapir knows versions up to {SchemaVersion}: a newer Tapir wrote it.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"This is no manifest: {e.Message}", e);
        }
    }

    /// <summary>What an artifact was made from, directly and through others, without itself; by digest. Inputs that have no entry are listed and end the search.</summary>
    public IReadOnlyList<ArtifactRef> AncestorsOf(ArtifactRef artifact)
    {
        SortedSet<ArtifactRef> ancestors = [];
        Stack<ArtifactRef> open = new([artifact]);
        while (open.TryPop(out ArtifactRef next))
        {
            foreach (ArtifactRef input in entries.GetValueOrDefault(next)?.Inputs.Where(ancestors.Add) ?? [])
            {
                open.Push(input);
            }
        }

        return [.. ancestors];
    }

    /// <summary>The manifest as JSON, one entry a line, ending in a line feed.</summary>
    public string ToJson()
    {
        IEnumerable<string> lines = entries.Values.Select(entry => JsonSerializer.Serialize(entry, ArtifactJson.Options));
        return $"{{\"schema\":{SchemaVersion},\"artifacts\":[\n{string.Join(",\n", lines)}\n]}}\n";
    }

    private sealed record Document(int Schema, IReadOnlyList<ManifestEntry> Artifacts);
}
