using Tapir.Orchestrations.Specs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Specs;

/// <summary>Reads a spec from YAML (JSON is YAML too) and checks all of it at once.</summary>
internal static class SpecFile
{
    /// <summary>Reads, overrides, binds and checks a spec.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Values from the command line, applied in order.</param>
    /// <returns>The spec, with <c>seed.path</c> made absolute against the folder of the file, or against the current folder when it was given by an override.</returns>
    /// <exception cref="SpecException">Anything is wrong; all of it is listed.</exception>
    public static RunSpec Load(string path, IReadOnlyList<SpecOverride> overrides)
    {
        if (!File.Exists(path))
        {
            string advice = Directory.Exists(path) ? "it is a folder; name the YAML file in it" : "no such file; `tapir init` writes one to start from";
            throw new SpecException([new SpecError(path, 0, 0, advice)]);
        }

        YamlMappingNode root = ReadRoot(path);
        Dictionary<YamlNode, string> overridden = new(ReferenceEqualityComparer.Instance);
        foreach (SpecOverride change in overrides)
        {
            foreach (YamlNode node in change.ApplyTo(root))
            {
                overridden[node] = $"--set {change.Key}";
            }
        }

        List<SpecError> errors = [];
        string Source(YamlNode node) => overridden.GetValueOrDefault(node, path);
        RunSpec? spec = (RunSpec?)new YamlBinder(errors, Source).BindRecord(root, typeof(RunSpec), "");
        errors = [.. errors.Select(error => error.Source == path ? error : error with { Line = 0, Column = 0 })];
        if (spec is not null && errors.Count == 0)
        {
            string folder = overrides.Any(change => change.Key == "seed.path") ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(path))!;
            spec = spec.Seed.Path is { } seed ? spec with { Seed = spec.Seed with { Path = Path.GetFullPath(seed, folder) } } : spec;
            errors.AddRange(SpecRules.Check(spec).Select(problem => Locate(problem, root, Source)));
        }

        return errors.Count == 0 ? spec! : throw new SpecException([.. errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    /// <summary>The keys of a YAML or JSON file.</summary>
    /// <exception cref="SpecException">It cannot be read, is not YAML, or holds no keys.</exception>
    internal static YamlMappingNode ReadRoot(string path)
    {
        try
        {
            using StreamReader reader = new(path);
            YamlStream stream = [];
            stream.Load(reader);
            return stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode root
                ? root
                : throw new SpecException([new SpecError(path, 1, 1, "the file holds no keys; `tapir init` writes a commented spec to start from")]);
        }
        catch (YamlException problem)
        {
            throw new SpecException([new SpecError(path, problem.Start.Line, problem.Start.Column, $"not valid YAML: {problem.InnerException?.Message ?? problem.Message}")]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SpecException([new SpecError(path, 0, 0, $"cannot be read: {problem.Message}")]);
        }
    }

    private static SpecError Locate((string Key, string Message) problem, YamlMappingNode root, Func<YamlNode, string> sourceOf)
    {
        YamlNode node = root;
        foreach (string part in problem.Key.Split('.'))
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(part), out YamlNode? child))
            {
                break;
            }

            node = child;
        }

        string source = sourceOf(node);
        bool inFile = !source.StartsWith("--set", StringComparison.Ordinal);
        return new SpecError(source, inFile ? node.Start.Line : 0, inFile ? node.Start.Column : 0, problem.Message);
    }
}
