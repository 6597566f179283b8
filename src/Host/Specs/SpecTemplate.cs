using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Specs;

/// <summary>The commented spec that <c>tapir init</c> writes, made from the spec's own descriptions, ranges and defaults, so that it never lags behind.</summary>
internal static class SpecTemplate
{
    public static string Render(string name)
    {
        StringBuilder text = new();
        text.Append("# A Tapir run. Every key but name may be left out; what is written here is the default.\n# Check it with `tapir validate FILE`, run it with `tapir run FILE`.\n");
        Write(text, new RunSpec { Name = name }, indent: 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object record, int indent)
    {
        string margin = new(' ', indent);
        foreach ((string key, PropertyInfo property) in YamlBinder.KeysOf(record.GetType()))
        {
            object? value = property.GetValue(record);
            if (indent == 0)
            {
                text.Append('\n');
            }

            foreach (string line in Comment(property).Split('\n'))
            {
                text.Append(margin).Append("# ").Append(line).Append('\n');
            }

            switch (value)
            {
                case null when SectionOf(property) is { } section:
                    text.Append(margin).Append("# ").Append(key).Append(":\n");
                    WriteLeftOut(text, section, indent);
                    break;
                case null:
                    text.Append(margin).Append("# ").Append(key).Append(":\n");
                    break;
                case string or bool or Enum or IFormattable:
                    text.Append(margin).Append(key).Append(": ").Append(Scalar(value)).Append('\n');
                    break;
                case System.Collections.IEnumerable list when property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>):
                    text.Append(margin).Append(key).Append(": [").AppendJoin(", ", list.Cast<object>().Select(Scalar)).Append("]\n");
                    break;
                case System.Collections.IEnumerable:
                    text.Append(margin).Append("# ").Append(key).Append(Example(key)).Append('\n');
                    break;
                default:
                    text.Append(margin).Append(key).Append(":\n");
                    Write(text, value, indent + 2);
                    break;
            }
        }

        // A section whose keys are all commented out would be an empty value.
        if (indent > 0 && YamlBinder.KeysOf(record.GetType()).Values.All(property => property.GetValue(record) is null))
        {
            text.Append(margin).Append("{}\n");
        }
    }

    /// <summary>The defaults of a section that is left out unless it is written; null for a key that is no section.</summary>
    private static object? SectionOf(PropertyInfo property) =>
        property.PropertyType.IsClass && property.PropertyType != typeof(string) ? Activator.CreateInstance(property.PropertyType) : null;

    // As it would be written, behind comment signs: it is not there by default.
    private static void WriteLeftOut(StringBuilder text, object section, int indent)
    {
        StringBuilder keys = new();
        Write(keys, section, indent + 2);
        foreach (string line in keys.ToString().TrimEnd('\n').Split('\n'))
        {
            text.Append(' ', indent).Append("# ").Append(line[indent..]).Append('\n');
        }
    }

    private static string Comment(PropertyInfo property)
    {
        string description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? property.Name;
        return property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{description} ({RangeWording.Of(range, "{0} to {1}")})" : description;
    }

    /// <summary>A single value as YAML has it.</summary>
    internal static string Scalar(object value) => value switch
    {
        Enum name => JsonNamingPolicy.CamelCase.ConvertName(name.ToString()),
        bool flag => flag ? "true" : "false",
        string text => text.Length == 0 ? "\"\"" : text,
        TimeSpan time => Duration.Write(time),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"No YAML form for {value.GetType()}."),
    };

    private static string Example(string key) => key switch
    {
        "taskMix" => ": { Math: 0.5, Reasoning: 0.5 }",
        "prices" => ": { gpt-4o-mini: { input: 0.15, output: 0.6 } }",
        _ => ": {}",
    };
}
