using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tapir.Artifacts;
using Tapir.Host.State;

namespace Tapir.Host.Specs.Shelf;

/// <summary>Specs that are kept under <c>specs/NAME/VERSION.json</c> of the state folder. Whoever reads while another writes sees the old or the new, also after a crash.</summary>
internal sealed partial class SpecShelf(StateFolder state, TimeProvider clock)
{
    private const int MostSpecs = 1_000;
    private const int MostVersions = 1_000;
    // No name begins so: what is being removed is no spec any more, however far the removal came.
    private const string Removed = ".removed-";

    /// <summary>The latest version of each spec, by name.</summary>
    public IReadOnlyList<StoredSpec> List() => [.. Names().Select(TryLatest).OfType<StoredSpec>().OrderBy(spec => spec.Name, StringComparer.Ordinal)];

    /// <summary>The versions of a spec, from 1.</summary>
    /// <exception cref="UnknownSpecException">There is no such spec.</exception>
    public IReadOnlyList<int> Versions(string name) => VersionsOf(name) is { Count: > 0 } versions ? versions : throw Unknown(name);

    /// <param name="version">Null for the latest.</param>
    /// <exception cref="UnknownSpecException">There is no such spec or version.</exception>
    public StoredSpec Get(string name, int? version) => (version is { } number ? TryRead(name, number) : TryLatest(name))
        ?? throw (VersionsOf(name) is { Count: > 0 } versions
            ? new UnknownSpecException($"The spec '{name}' has no version {version}; it has {versions[0]} to {versions[^1]}.")
            : Unknown(name));

    /// <summary>Keeps a spec: as a new version when the text is another than the latest one's. When this returns, it is on the disk.</summary>
    /// <param name="name">That of the spec, which has been checked.</param>
    /// <exception cref="StateException">There are too many.</exception>
    public async Task<PutSpec> PutAsync(string name, string text, string? by, CancellationToken cancellation)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        using (await FileGate.EnterAsync(state.SpecsGate, cancellation))
        {
            SweepRemoved();
            StoredSpec? latest = TryLatest(name);
            if (latest?.Digest == digest)
            {
                return new PutSpec(latest, IsNew: false);
            }

            if (latest is null && Names().Count() >= MostSpecs)
            {
                throw new StateException($"There are {MostSpecs} specs already; remove some that nobody needs.");
            }

            if (latest?.Version >= MostVersions)
            {
                throw new StateException($"The spec '{name}' has {MostVersions} versions already; remove it and begin again.");
            }

            StoredSpec added = new(name, (latest?.Version ?? 0) + 1, digest, clock.GetUtcNow(), by, text);
            DurableFile.Replace(FileOf(name, added.Version), JsonSerializer.Serialize(added, StateJson.Options));
            return new PutSpec(added, IsNew: true);
        }
    }

    /// <summary>Removes a spec with all its versions. Runs have their own copy.</summary>
    /// <exception cref="UnknownSpecException">There is no such spec.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellation)
    {
        using (await FileGate.EnterAsync(state.SpecsGate, cancellation))
        {
            if (VersionsOf(name).Count == 0)
            {
                throw Unknown(name);
            }

            // At once for whoever looks; then file by file.
            Directory.Move(FolderOf(name), Path.Combine(state.Specs, $"{Removed}{Guid.NewGuid():N}"));
            FolderFlush.ToDisk(state.Specs);
            SweepRemoved();
        }
    }

    private StoredSpec? TryLatest(string name) => VersionsOf(name) is { Count: > 0 } versions ? TryRead(name, versions[^1]) : null;

    private StoredSpec? TryRead(string name, int version)
    {
        if (!NamePattern().IsMatch(name))
        {
            return null;
        }

        try
        {
            return StateJson.Read<StoredSpec>(FileOf(name, version));
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private IEnumerable<string> Names() => Directory.Exists(state.Specs)
        ? Directory.EnumerateDirectories(state.Specs).Select(folder => Path.GetFileName(folder)!).Where(name => NamePattern().IsMatch(name))
        : [];

    private List<int> VersionsOf(string name)
    {
        if (!NamePattern().IsMatch(name))
        {
            return [];
        }

        try
        {
            return [.. Directory.EnumerateFiles(FolderOf(name), "*.json")
                .Select(file => int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0)
                .Where(version => version > 0)
                .Order()];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private void SweepRemoved()
    {
        foreach (string left in Directory.Exists(state.Specs) ? Directory.GetDirectories(state.Specs, $"{Removed}*") : [])
        {
            Directory.Delete(left, recursive: true);
        }
    }

    private UnknownSpecException Unknown(string name) => new(Names().Any()
        ? $"There is no spec '{name}' here; there are {string.Join(", ", Names().Order(StringComparer.Ordinal).Take(20))}."
        : $"There is no spec '{name}' here, nor any other; PUT one first.");

    private string FolderOf(string name) => Path.Combine(state.Specs, name);

    private string FileOf(string name, int version) => Path.Combine(FolderOf(name), string.Create(CultureInfo.InvariantCulture, $"{version}.json"));

    // As a spec's own name.
    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$")]
    private static partial Regex NamePattern();
}
