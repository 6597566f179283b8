using Tapir.Host.Specs.Allowance;
using Tapir.Orchestrations.Specs;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Specs;

/// <summary>Reads a spec from a file.</summary>
internal static class SpecFile
{
    /// <summary>Reads, overrides, binds and checks a spec.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Values from the command line, applied in order.</param>
    /// <returns>The spec, with its paths made absolute: what the file names against its folder, what an override names against the current one, where the command was typed.</returns>
    /// <exception cref="SpecException">Anything is wrong; all of it is listed.</exception>
    public static RunSpec Load(string path, IReadOnlyList<SpecOverride> overrides) => Load(path, overrides, SpecAllowance.Everything);

    /// <inheritdoc cref="Load(string, IReadOnlyList{SpecOverride})"/>
    /// <param name="allowance">What the spec may name.</param>
    public static RunSpec Load(string path, IReadOnlyList<SpecOverride> overrides, SpecAllowance allowance)
    {
        if (!File.Exists(path))
        {
            string advice = Directory.Exists(path) ? "it is a folder; name the YAML file in it"
                : NearestFile(path) is { } near ? $"no such file; did you mean {near}?"
                : "no such file; `tapir init` writes one to start from";
            throw new SpecException([new SpecError(path, 0, 0, advice)]);
        }

        string beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return SpecReader.Read(ReadRoot(path), path, key => IsTyped(key) ? Environment.CurrentDirectory : beside, overrides, allowance);

        bool IsTyped(string key) => overrides.Any(change => change.Key == key || key.StartsWith(change.Key + ".", StringComparison.Ordinal));
    }

    /// <summary>The keys of a YAML or JSON file.</summary>
    /// <exception cref="SpecException">It cannot be read, is not YAML, or holds no keys.</exception>
    internal static YamlMappingNode ReadRoot(string path)
    {
        try
        {
            using StreamReader reader = new(path);
            return SpecReader.Parse(reader, path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SpecException([new SpecError(path, 0, 0, $"cannot be read: {problem.Message}")]);
        }
    }

    /// <returns>A spec beside the missing one, or among the examples, whose name is nearly the same; null when there is none.</returns>
    private static string? NearestFile(string path)
    {
        string[] folders = [Path.GetDirectoryName(path) is { Length: > 0 } beside ? beside : ".", "examples"];
        string[] specs = [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.y*ml", new EnumerationOptions()))];
        string? name = NearestKey.Of(Path.GetFileNameWithoutExtension(path), specs.Select(spec => Path.GetFileNameWithoutExtension(spec)));
        return specs.FirstOrDefault(spec => Path.GetFileNameWithoutExtension(spec) == name);
    }
}
