using System.Globalization;
using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>Jinja's filters, as far as chat templates use them.</summary>
internal static class Filters
{
    private static readonly Dictionary<string, Filter> Known = new(StringComparer.Ordinal)
    {
        ["trim"] = (value, arguments) => TextMethods.Strip(PythonText.Of(value), arguments, left: true, right: true),
        ["length"] = (value, _) => Kinds.Length(value),
        ["count"] = (value, _) => Kinds.Length(value),
        ["upper"] = (value, _) => PythonText.Of(value).ToUpperInvariant(),
        ["lower"] = (value, _) => PythonText.Of(value).ToLower(CultureInfo.InvariantCulture),
        ["title"] = (value, _) => TextMethods.Title(PythonText.Of(value)),
        ["capitalize"] = (value, _) => TextMethods.Capitalize(PythonText.Of(value)),
        ["replace"] = (value, arguments) => TextMethods.Replace(PythonText.Of(value), arguments),
        ["string"] = (value, _) => PythonText.Of(value),
        ["safe"] = (value, _) => value,
        ["indent"] = (value, arguments) => Indent(PythonText.Of(value), arguments),
        ["tojson"] = ToJson,
        ["default"] = Default,
        ["d"] = Default,
        ["int"] = (value, arguments) => ToWhole(value, arguments.Get(0, "default", 0L)),
        ["float"] = (value, arguments) => Kinds.IsNumber(value) ? (object)Kinds.Number(value)
            : double.TryParse(value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : arguments.Get(0, "default", 0.0),
        ["abs"] = (value, _) => value is long whole and > long.MinValue ? (object)Math.Abs(whole) : Math.Abs(Kinds.Number(value)),
        ["round"] = (value, arguments) => Round(value, arguments),
        ["list"] = (value, _) => new List<object?>(Kinds.Items(value)),
        ["items"] = (value, _) => value is Undefined ? [] : value is TemplateMap map ? MapMethods.Items(map) : throw new TemplateFault($"{Kinds.Name(value)} has no items"),
        ["dictsort"] = (value, _) => value is TemplateMap map
            ? new List<object?>(MapMethods.Items(map).OrderBy(pair => (string)((List<object?>)pair!)[0]!, StringComparer.OrdinalIgnoreCase))
            : throw new TemplateFault($"{Kinds.Name(value)} has no items"),
        ["first"] = (value, _) => Kinds.Items(value) is [var first, ..] ? first : new Undefined("the first of nothing"),
        ["last"] = (value, _) => Kinds.Items(value) is [.., var last] ? last : new Undefined("the last of nothing"),
        ["join"] = (value, arguments) => Sizes.Join(arguments.Text(0, "d", ""), [.. Members(value, arguments, 1).Select(PythonText.Of)]),
        ["reverse"] = (value, _) => value is string text ? string.Concat(Kinds.Items(text).AsEnumerable().Reverse()) : new List<object?>(Kinds.Items(value).AsEnumerable().Reverse()),
        ["sort"] = (value, arguments) => Sequences.Sort(Kinds.Items(value), arguments),
        ["unique"] = (value, _) => Sequences.Unique(Kinds.Items(value)),
        ["sum"] = (value, arguments) => Sequences.Sum([.. Members(value, arguments, 0)]),
        ["min"] = (value, _) => Sequences.Extreme(Kinds.Items(value), -1),
        ["max"] = (value, _) => Sequences.Extreme(Kinds.Items(value), 1),
        ["map"] = Sequences.Map,
        ["select"] = (value, arguments) => Sequences.Choose(value, arguments, byMember: false, wanted: true),
        ["reject"] = (value, arguments) => Sequences.Choose(value, arguments, byMember: false, wanted: false),
        ["selectattr"] = (value, arguments) => Sequences.Choose(value, arguments, byMember: true, wanted: true),
        ["rejectattr"] = (value, arguments) => Sequences.Choose(value, arguments, byMember: true, wanted: false),
    };

    /// <exception cref="TemplateFault">There is no such filter.</exception>
    public static Filter Find(string name) => Known.TryGetValue(name, out Filter? filter) ? filter : throw new TemplateFault($"the filter {name} is not one that Tapir renders");

    private static IEnumerable<object?> Members(object? value, Arguments arguments, int place) =>
        arguments.Has(place, "attribute") && arguments.Get(place, "attribute") is string name ? Kinds.Items(value).Select(item => Sequences.Member(item, name)) : Kinds.Items(value);

    private static object? Default(object? value, Arguments arguments)
    {
        arguments.Allow(2, "default_value", "boolean");
        bool isReplaced = value is Undefined || (Kinds.IsTrue(arguments.Get(1, "boolean", false)) && !Kinds.IsTrue(value));
        return isReplaced ? arguments.Get(0, "default_value", "") : value;
    }

    private static string ToJson(object? value, Arguments arguments)
    {
        arguments.Allow(1, "indent", "ensure_ascii", "sort_keys");
        if (Kinds.IsTrue(arguments.Get(int.MaxValue, "ensure_ascii", false)))
        {
            throw new TemplateFault("tojson with ensure_ascii is not one that Tapir renders");
        }

        int indent = arguments.Number(0, "indent", -1);
        return indent <= 40 ? new JsonText(indent, Kinds.IsTrue(arguments.Get(int.MaxValue, "sort_keys", false))).Write(value) : throw new TemplateFault($"an indent of {indent} is more than 40");
    }

    private static object? ToWhole(object? value, object? otherwise) => value switch
    {
        long whole => whole,
        bool flag => flag ? 1L : 0L,
        double number and > -9e18 and < 9e18 => (long)number,
        string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 9e18 => (long)number,
        _ => otherwise,
    };

    private static double Round(object? value, Arguments arguments)
    {
        arguments.Allow(1, "precision");
        return Math.Round(Kinds.Number(value), Math.Clamp(arguments.Number(0, "precision", 0), 0, 15), MidpointRounding.ToEven);
    }

    private static string Indent(string text, Arguments arguments)
    {
        arguments.Allow(3, "width", "first", "blank");
        string margin = new(' ', Math.Clamp(arguments.Number(0, "width", 4), 0, 1000));
        bool isFirst = Kinds.IsTrue(arguments.Get(1, "first", false)), isBlank = Kinds.IsTrue(arguments.Get(2, "blank", false));
        string[] lines = text.Split('\n');
        return Sizes.Join("\n", [.. lines.Select((line, i) => (i == 0 && !isFirst) || (i > 0 && line.Length == 0 && !isBlank) ? line : margin + line)]);
    }
}
