using Tapir.Host.Specs.Allowance;
using Tapir.Host.Specs.Yaml;
using Tapir.Orchestrations.Specs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Specs;

/// <summary>Reads a spec from YAML (JSON is YAML too) and checks all of it at once, wherever the text came from.</summary>
internal static class SpecReader
{
    /// <summary>Overrides, binds and checks a spec.</summary>
    /// <param name="source">What errors call the text: a file's name, or <c>spec</c> for a posted one.</param>
    /// <param name="folderOf">What a relative path is made absolute against, by the key that names it.</param>
    /// <param name="overrides">Applied in order.</param>
    /// <param name="allowance">What the spec may name. Nothing of the world is looked at before that is checked.</param>
    /// <exception cref="SpecException">Anything is wrong; all of it is listed.</exception>
    public static RunSpec Read(YamlMappingNode root, string source, Func<string, string> folderOf, IReadOnlyList<SpecOverride> overrides, SpecAllowance allowance)
    {
        Dictionary<YamlNode, string> overridden = new(ReferenceEqualityComparer.Instance);
        foreach (SpecOverride change in overrides)
        {
            foreach (YamlNode node in change.ApplyTo(root))
            {
                overridden[node] = $"--set {change.Key}";
            }
        }

        List<SpecError> errors = [];
        string SourceOf(YamlNode node) => overridden.GetValueOrDefault(node, source);
        RunSpec? spec = (RunSpec?)new YamlBinder(errors, SourceOf).BindRecord(root, typeof(RunSpec), "");
        errors = [.. errors.Select(error => error.Source == source ? error : error with { Line = 0, Column = 0 })];
        if (spec is not null && errors.Count == 0)
        {
            errors.AddRange(NoPath(spec).Select(problem => Locate(problem, root, SourceOf)));
        }

        if (spec is not null && errors.Count == 0)
        {
            spec = Rooted(spec, folderOf);
            errors.AddRange(allowance.Check(spec).Select(problem => Locate(problem, root, SourceOf)));
        }

        if (spec is not null && errors.Count == 0)
        {
            spec = allowance.Settle(spec);
            errors.AddRange(SpecRules.Check(spec).Select(problem => Locate(problem, root, SourceOf)));
        }

        return errors.Count == 0 ? spec! : throw new SpecException([.. errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    /// <summary>The keys of a YAML or JSON text.</summary>
    /// <exception cref="SpecException">It is not YAML, or holds no keys.</exception>
    public static YamlMappingNode Parse(TextReader text, string source)
    {
        try
        {
            return YamlTree.Read(text) is YamlMappingNode root
                ? root
                : throw new SpecException([new SpecError(source, 1, 1, "the file holds no keys; `tapir init` writes a commented spec to start from")]);
        }
        catch (YamlLimitException problem)
        {
            throw new SpecException([new SpecError(source, problem.Start.Line, problem.Start.Column, $"cannot be read: {problem.Message}")]);
        }
        catch (YamlException problem)
        {
            throw new SpecException([new SpecError(source, problem.Start.Line, problem.Start.Column, $"not valid YAML: {problem.InnerException?.Message ?? problem.Message}")]);
        }
    }

    /// <summary>Finds the place that a problem is about: the key itself, or the nearest part of its path that is there.</summary>
    public static SpecError Locate((string Key, string Message) problem, YamlMappingNode root, Func<YamlNode, string> sourceOf)
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

    private static RunSpec Rooted(RunSpec spec, Func<string, string> folderOf)
    {
        RunSpec rooted = spec with
        {
            Seed = spec.Seed with
            {
                Path = spec.Seed.Path is { } seed ? Path.GetFullPath(seed, folderOf("seed.path")) : null,
                Also = spec.Seed.Also is { } also ? [.. also.Select(file => Path.GetFullPath(file, folderOf("seed.also")))] : null,
            },
        };
        rooted = spec.Teacher is { Kind: TeacherKind.Local, Model: { Length: > 0 } teacher } ? rooted with { Teacher = spec.Teacher with { Model = Path.GetFullPath(teacher, folderOf("teacher.model")) } } : rooted;
        return ModelName.IsLocal(spec.Student.Model) ? rooted with { Student = spec.Student with { Model = Path.GetFullPath(spec.Student.Model!, folderOf("student.model")) } } : rooted;
    }

    private static IEnumerable<(string Key, string Message)> NoPath(RunSpec spec) =>
        from named in new[] { ("seed.path", spec.Seed.Path is { } seed ? [seed] : []), ("seed.also", spec.Seed.Also ?? []) }
        where named.Item2.Any(path => path.Contains('\0', StringComparison.Ordinal))
        select (named.Item1, $"'{named.Item1}' holds the character \\0, which no file's name has; leave it out");
}
