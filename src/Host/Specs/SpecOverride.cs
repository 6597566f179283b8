using Tapir.Host.Specs.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Specs;

/// <summary><c>--set key=value</c>: a value that replaces or adds one key of the spec file.</summary>
/// <param name="Key">Dotted path of camel-case keys, such as <c>curriculum.rounds</c>.</param>
/// <param name="Value">The value as YAML, so that lists and mappings can be given in flow style.</param>
internal sealed record SpecOverride(string Key, string Value)
{
    /// <exception cref="SpecException">The argument has no equals sign or no key.</exception>
    public static SpecOverride Parse(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new SpecOverride(argument[..equals].Trim(), argument[(equals + 1)..])
            : throw new SpecException([new SpecError($"--set {argument}", 0, 0, "write it as key=value, for example --set curriculum.rounds=2")]);
    }

    /// <summary>Writes the value into the tree.</summary>
    /// <returns>The nodes that the tree has from here now, so that errors in them can be told from the file's.</returns>
    public IReadOnlyList<YamlNode> ApplyTo(YamlMappingNode root)
    {
        string[] parts = Key.Split('.');
        List<YamlNode> made = [];
        YamlMappingNode parent = root;
        foreach (string part in parts[..^1])
        {
            if (!parent.Children.TryGetValue(new YamlScalarNode(part), out YamlNode? child) || child is not YamlMappingNode mapping)
            {
                mapping = [];
                made.AddRange(Put(parent, part, mapping));
            }

            parent = mapping;
        }

        YamlNode value = ReadValue();
        made.AddRange(Put(parent, parts[^1], value));
        made.AddRange(value.AllNodes);
        return made;
    }

    private static YamlNode[] Put(YamlMappingNode parent, string key, YamlNode value)
    {
        YamlScalarNode name = new(key);
        parent.Children[name] = value;
        return [name, value];
    }

    private YamlNode ReadValue()
    {
        try
        {
            return YamlTree.Read(new StringReader(Value)) ?? new YamlScalarNode(Value);
        }
        catch (YamlLimitException problem)
        {
            throw new SpecException([new SpecError($"--set {Key}", 0, 0, $"cannot be read: {problem.Message}")]);
        }
        catch (YamlException)
        {
            // Text that is no YAML (a path with a colon, say) is meant as it stands.
            return new YamlScalarNode(Value);
        }
    }
}
