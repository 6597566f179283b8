using System.Text;
using System.Text.Json;

namespace Tapir.Artifacts;

/// <summary>The lineage of a set of artifacts and files: for each, what made it from what. The same entries give the same bytes, whatever their order.</summary>
public sealed class Manifest
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Strict = new(ArtifactJson.Options) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private readonly SortedDictionary<ArtifactRef, ManifestEntry> artifacts = [];
    private readonly SortedDictionary<string, ManifestFile> files = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Two entries are about one artifact or one file.</exception>
    public Manifest(IEnumerable<ManifestEntry> artifacts, IEnumerable<ManifestFile> files)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        ArgumentNullException.ThrowIfNull(files);
        foreach (ManifestEntry entry in artifacts)
        {
            if (!this.artifacts.TryAdd(entry.Artifact, entry with { Names = [.. entry.Names.Distinct().Order(StringComparer.Ordinal)], MadeBy = Sorted(entry.MadeBy) }))
            {
                throw new ArgumentException($"{entry.Artifact} has two entries.", nameof(artifacts));
            }
        }

        foreach (ManifestFile file in files)
        {
            if (!this.files.TryAdd(file.Path, file with { MadeBy = Sorted(file.MadeBy) }))
            {
                throw new ArgumentException($"'{file.Path}' has two entries.", nameof(files));
            }
        }
    }

    /// <value>By digest.</value>
    public IReadOnlyCollection<ManifestEntry> Artifacts => artifacts.Values;

    /// <value>By path.</value>
    public IReadOnlyCollection<ManifestFile> Files => files.Values;

    /// <exception cref="InvalidDataException">The text is no manifest, or one of a newer Tapir.</exception>
    public static Manifest Parse(string json)
    {
        try
        {
            Document document = JsonSerializer.Deserialize<Document>(json, Strict) ?? throw new InvalidDataException("A manifest is an object, not null.");
            if (document.Artifacts.Contains(null!) || document.Files.Contains(null!))
            {
                throw new InvalidDataException("This is no manifest: an entry is null.");
            }

            return document.Schema <= SchemaVersion
                ? new Manifest(document.Artifacts, document.Files)
                : throw new InvalidDataException($"The manifest has schema version {document.Schema}, and this Tapir knows versions up to {SchemaVersion}: a newer Tapir wrote it.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"This is no manifest: {e.Message}", e);
        }
    }

    /// <summary>The manifest as JSON, one entry a line, ending in a line feed.</summary>
    public string ToJson()
    {
        StringBuilder json = new();
        json.Append("{\"schema\":").Append(SchemaVersion).Append(",\"files\":[\n").AppendJoin(",\n", Lines(Files));
        json.Append("\n],\"artifacts\":[\n").AppendJoin(",\n", Lines(Artifacts)).Append("\n]}\n");
        return json.ToString();
    }

    private static IEnumerable<string> Lines<T>(IEnumerable<T> entries) => entries.Select(entry => JsonSerializer.Serialize(entry, ArtifactJson.Options));

    private static ManifestCall? Sorted(ManifestCall? call) => call is null ? null : call with { Inputs = [.. call.Inputs.Distinct().Order()] };

    private sealed record Document(int Schema, IReadOnlyList<ManifestFile> Files, IReadOnlyList<ManifestEntry> Artifacts);
}
