using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Specs;

/// <summary>A spec as a short YAML text: its name, and what differs from the defaults. Read again, it is the same spec.</summary>
internal static partial class SpecText
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(RunSpec spec)
    {
        StringBuilder text = new();
        text.Append("name: ").Append(Scalar(spec.Name)).Append('\n');
        Write(text, spec, new RunSpec { Name = spec.Name }, margin: "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, object record, object usual, string margin)
    {
        foreach ((string key, PropertyInfo property) in YamlBinder.KeysOf(record.GetType()))
        {
            object? value = property.GetValue(record);
            object? usualValue = property.GetValue(usual);
            if (IsSame(value, usualValue))
            {
                continue;
            }

            text.Append(margin).Append(key).Append(':');
            if (value is not null && IsSection(value))
            {
                int before = text.Append('\n').Length;
                Write(text, value, usualValue ?? Activator.CreateInstance(value.GetType())!, margin + "  ");
                if (text.Length == before)
                {
                    // Written at all, it is another spec than one that leaves it out.
                    text.Insert(before - 1, " {}");
                }
            }
            else
            {
                text.Append(' ').Append(Flow(value)).Append('\n');
            }
        }
    }

    private static string Flow(object? value) => value switch
    {
        null => "null",
        IDictionary names => $"{{ {string.Join(", ", names.Keys.Cast<string>().Select(name => $"{Scalar(name)}: {Flow(names[name])}"))} }}",
        IEnumerable list when value is not string => $"[{string.Join(", ", list.Cast<object>().Select(Flow))}]",
        _ when IsSection(value) => $"{{ {string.Join(", ", YamlBinder.KeysOf(value.GetType()).Select(key => $"{key.Key}: {Flow(key.Value.GetValue(value))}"))} }}",
        _ => Scalar(value),
    };

    private static string Scalar(object value) => value is string text && !Plain().IsMatch(text) ? JsonSerializer.Serialize(text, Quoted) : SpecTemplate.Scalar(value);

    private static bool IsSection(object value) => value is not (string or IEnumerable) && value.GetType().IsClass;

    private static bool IsSame(object? one, object? other) => JsonSerializer.Serialize(one, StateJson.Options) == JsonSerializer.Serialize(other, StateJson.Options);

    // What YAML would read as anything but this text is quoted.
    [GeneratedRegex("^(?!(?:true|false|null|yes|no|on|off)$)[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
