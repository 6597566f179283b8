using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Specs;

/// <summary>Turns YAML nodes into records, collecting every error with its line and column instead of stopping at the first.</summary>
/// <param name="errors">Receives what is wrong.</param>
/// <param name="sourceOf">Names the file or override that a node came from.</param>
internal sealed class YamlBinder(List<SpecError> errors, Func<YamlNode, string> sourceOf)
{
    /// <summary>Binds a mapping to a record, key by key.</summary>
    public object? BindRecord(YamlNode node, Type type, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            return Fail(node, $"{Describe(path)} must be a mapping of keys to values, not {Kind(node)}");
        }

        object record = Activator.CreateInstance(type)!;
        Dictionary<string, PropertyInfo> known = KeysOf(type);
        HashSet<string> seen = [];
        foreach ((YamlNode keyNode, YamlNode valueNode) in mapping.Children)
        {
            string key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (!known.TryGetValue(key, out PropertyInfo? property))
            {
                string hint = NearestKey.Of(key, known.Keys) is { } nearest ? $"did you mean '{nearest}'?" : $"known here: {string.Join(", ", known.Keys)}";
                Fail(keyNode, $"unknown key '{Join(path, key)}'; {hint}");
                continue;
            }

            seen.Add(key);
            int before = errors.Count;
            object? value = Bind(valueNode, property, Join(path, key));
            if (errors.Count == before)
            {
                Check(valueNode, property, value, Join(path, key));
                property.SetValue(record, value);
            }
        }

        foreach ((string key, PropertyInfo property) in known)
        {
            if (!seen.Contains(key) && property.IsDefined(typeof(RequiredMemberAttribute)))
            {
                Fail(node, $"'{Join(path, key)}' is missing");
            }
        }

        return record;
    }

    /// <summary>The YAML keys of a record type: its settable properties in camel case, in the order in which they are written.</summary>
    public static Dictionary<string, PropertyInfo> KeysOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true })
        .OrderBy(property => property.MetadataToken)
        .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), property => property);

    private object? Bind(YamlNode node, PropertyInfo property, string path)
    {
        bool nullable = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (node is YamlScalarNode scalar && IsNull(scalar))
        {
            return nullable ? null : Fail(node, $"'{path}' has no value; write one or leave the key out");
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return BindDictionary(node, type.GetGenericArguments()[1], [.. property.GetCustomAttributes<EntryRuleAttribute>()], path);
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? BindList(node, type.GetGenericArguments()[0], path)
            : BindValue(node, type, path);
    }

    private object? BindValue(YamlNode node, Type type, string path) =>
        type == typeof(string) || type == typeof(TimeSpan) || type.IsPrimitive || type.IsEnum ? BindScalar(node, type, path) : BindRecord(node, type, path);

    private object? BindList(YamlNode node, Type itemType, string path)
    {
        if (node is not YamlSequenceNode sequence)
        {
            return Fail(node, $"'{path}' must be a list, not {Kind(node)}");
        }

        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        foreach ((int index, YamlNode item) in sequence.Children.Index())
        {
            if (BindValue(item, itemType, $"{path}[{index}]") is { } value)
            {
                list.Add(value);
            }
        }

        return list;
    }

    private object? BindDictionary(YamlNode node, Type valueType, EntryRuleAttribute[] rules, string path)
    {
        if (node is not YamlMappingNode mapping)
        {
            return Fail(node, $"'{path}' must be a mapping of names to values, not {Kind(node)}");
        }

        IDictionary dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
        foreach ((YamlNode keyNode, YamlNode valueNode) in mapping.Children)
        {
            string key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (BindValue(valueNode, valueType, Join(path, key)) is { } value)
            {
                dictionary[key] = value;
                foreach (string fault in rules.Select(rule => rule.FaultOf(key, value)).OfType<string>())
                {
                    Fail(keyNode, $"'{Join(path, key)}' {fault}");
                }
            }
        }

        return dictionary;
    }

    private object? BindScalar(YamlNode node, Type type, string path)
    {
        if (node is not YamlScalarNode { Value: { } text })
        {
            return Fail(node, $"'{path}' must be {NameOf(type)}, not {Kind(node)}");
        }

        if (type == typeof(string))
        {
            return text;
        }

        if (type.IsEnum)
        {
            string[] names = [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)];
            int index = Array.FindIndex(names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
            return index >= 0
                ? Enum.Parse(type, Enum.GetNames(type)[index])
                : Fail(node, $"'{path}' must be one of {string.Join(", ", names)}; it is '{text}'");
        }

        if (type == typeof(TimeSpan))
        {
            return Duration.TryParse(text, out TimeSpan duration) ? duration : Fail(node, $"'{path}' must be a time such as {Duration.Examples}; it is '{text}'");
        }

        string digits = text.Replace("_", "", StringComparison.Ordinal);
        object? number = type switch
        {
            _ when type == typeof(bool) => bool.TryParse(text, out bool value) ? value : null,
            _ when type == typeof(int) => int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null,
            _ when type == typeof(long) => long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null,
            _ when type == typeof(double) => double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null,
            _ => throw new InvalidOperationException($"The spec has a property of type {type}, which {nameof(YamlBinder)} does not read."),
        };
        return number ?? Fail(node, $"'{path}' must be {NameOf(type)}; it is '{text}'");
    }

    private void Check(YamlNode node, PropertyInfo property, object? value, string path)
    {
        foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (value is null || rule.IsValid(value))
            {
                continue;
            }

            string advice = rule is RangeAttribute range
                ? $"must be {RangeWording.Of(range, "between {0} and {1}")}"
                : rule.ErrorMessage ?? "is not allowed";
            string shown = string.Create(CultureInfo.InvariantCulture, $"{value}");
            Fail(node, rule is RangeAttribute ? $"'{path}' {advice}; it is {shown}" : $"'{path}' is '{shown}': {advice}");
        }
    }

    private object? Fail(YamlNode node, string message)
    {
        errors.Add(new SpecError(sourceOf(node), node.Start.Line, node.Start.Column, message));
        return null;
    }

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Describe(string path) => path.Length == 0 ? "the spec" : $"'{path}'";

    private static string Kind(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode { Value: { Length: > 0 } text } => $"'{text}'",
        _ => "nothing",
    };

    private static string NameOf(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ => "text",
    };
}
