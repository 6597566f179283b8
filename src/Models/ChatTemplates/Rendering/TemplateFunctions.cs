using System.Globalization;
using System.Text;
using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>The functions that transformers gives a chat template, and those of Jinja that templates use.</summary>
internal static class TemplateFunctions
{
    private const int LongestRange = 100_000;

    /// <param name="clock">What <c>strftime_now</c> tells, in UTC.</param>
    public static IEnumerable<KeyValuePair<string, object?>> All(TimeProvider clock) =>
    [
        Function("raise_exception", (_, arguments) => throw new ChatTemplateException($"The chat template refuses the conversation: {PythonText.Of(arguments.Get(0, "message"))}")),
        Function("strftime_now", (_, arguments) => Format(clock.GetUtcNow(), arguments.Text(0, "format"))),
        Function("namespace", (_, arguments) => Namespace(arguments)),
        Function("dict", (_, arguments) => Map(arguments)),
        Function("range", (_, arguments) => Range(arguments)),
    ];

    private static KeyValuePair<string, object?> Function(string name, Func<TemplateRun, Arguments, object?> call) => new(name, new Callable(name, call));

    private static TemplateNamespace Namespace(Arguments arguments)
    {
        TemplateNamespace space = new();
        foreach ((string name, object? value) in Map(arguments))
        {
            space.Members[name] = value;
        }

        return space;
    }

    private static TemplateMap Map(Arguments arguments)
    {
        TemplateMap map = [];
        IEnumerable<KeyValuePair<string, object?>> given = arguments.Positional.Count == 0 ? [] : arguments.Get(0, "members") as TemplateMap ?? throw new TemplateFault($"{arguments.Owner} wants a mapping");
        foreach ((string name, object? value) in given.Concat(arguments.Named))
        {
            map[name] = value;
        }

        return map;
    }

    private static List<object?> Range(Arguments arguments)
    {
        long[] bounds = [.. arguments.Positional.Select(bound => bound as long? ?? throw new TemplateFault($"{Kinds.Name(bound)} is no bound of a range"))];
        (long from, long to, long step) = bounds switch
        {
            [var end] => (0L, end, 1L),
            [var start, var end] => (start, end, 1L),
            [var start, var end, var by and not 0] => (start, end, by),
            _ => throw new TemplateFault("range wants one to three whole numbers, the last not 0"),
        };
        List<object?> numbers = [];
        for (Int128 at = from; step > 0 ? at < to : at > to; at += step)
        {
            numbers.Add((long)at);
            if (numbers.Count > LongestRange)
            {
                throw new TemplateFault($"a range of more than {LongestRange} numbers");
            }
        }

        return numbers;
    }

    private static string Format(DateTimeOffset time, string format)
    {
        StringBuilder text = new();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            text.Append(Part(time, format[++i]));
        }

        return text.ToString();
    }

    private static string Part(DateTimeOffset time, char part) => part switch
    {
        'Y' => time.ToString("yyyy", CultureInfo.InvariantCulture),
        'y' => time.ToString("yy", CultureInfo.InvariantCulture),
        'm' => time.ToString("MM", CultureInfo.InvariantCulture),
        'd' => time.ToString("dd", CultureInfo.InvariantCulture),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'b' => time.ToString("MMM", CultureInfo.InvariantCulture),
        'B' => time.ToString("MMMM", CultureInfo.InvariantCulture),
        'a' => time.ToString("ddd", CultureInfo.InvariantCulture),
        'A' => time.ToString("dddd", CultureInfo.InvariantCulture),
        'H' => time.ToString("HH", CultureInfo.InvariantCulture),
        'I' => time.ToString("hh", CultureInfo.InvariantCulture),
        'M' => time.ToString("mm", CultureInfo.InvariantCulture),
        'S' => time.ToString("ss", CultureInfo.InvariantCulture),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        '%' => "%",
        _ => throw new TemplateFault($"strftime_now with %{part} is not one that Tapir renders"),
    };
}
