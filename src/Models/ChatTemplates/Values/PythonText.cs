using System.Globalization;
using System.Text;

namespace Tapir.Models.ChatTemplates.Values;

/// <summary>Values as Python writes them: <c>str()</c> and <c>repr()</c>.</summary>
internal static class PythonText
{
    // A list in itself cannot be made, a very deep one can.
    private const int Deepest = 100;

    /// <summary>What is rendered for a value.</summary>
    public static string Of(object? value) => value switch
    {
        string text => text,
        Undefined => "",
        _ => Quoted(value),
    };

    public static string Quoted(object? value)
    {
        StringBuilder text = new();
        Write(text, value, 0);
        return text.ToString();
    }

    /// <summary>The shortest digits that mean this number; with an exponent below 1e-4 and from 1e16 on.</summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        double size = Math.Abs(value);
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (size is 0 or >= 1e-4 and < 1e16)
        {
            text = text.Contains('E') ? ((decimal)value).ToString(CultureInfo.InvariantCulture) : text;
            return text.Contains('.') ? text : $"{text}.0";
        }

        text = text.Contains('E') ? text : value.ToString("0.################E+00", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E');
        int power = int.Parse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return $"{text[..exponent]}e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}";
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        Sizes.DemandText(text.Length);
        if (depth > Deepest)
        {
            throw new TemplateFault($"a value more than {Deepest} levels deep cannot be written");
        }

        switch (value)
        {
            case null:
                text.Append("None");
                break;
            case bool flag:
                text.Append(flag ? "True" : "False");
                break;
            case double number:
                text.Append(Float(number));
                break;
            case string inner:
                Quote(text, inner);
                break;
            case List<object?> list:
                bool isTuple = list is TemplateTuple;
                text.Append(isTuple ? '(' : '[');
                for (int i = 0; i < list.Count; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Write(text, list[i], depth + 1);
                }

                text.Append(isTuple ? list.Count == 1 ? ",)" : ")" : "]");
                break;
            case TemplateMap map:
                text.Append('{');
                int written = 0;
                foreach ((string key, object? member) in map)
                {
                    text.Append(written++ > 0 ? ", " : "");
                    Quote(text, key);
                    Write(text.Append(": "), member, depth + 1);
                }

                text.Append('}');
                break;
            case Undefined:
                text.Append("Undefined");
                break;
            case Callable or TemplateNamespace:
                throw new TemplateFault($"{Kinds.Name(value)} has no text");
            default:
                text.Append(value);
                break;
        }
    }

    private static void Quote(StringBuilder text, string inner)
    {
        char quote = inner.Contains('\'') && !inner.Contains('"') ? '"' : '\'';
        text.Append(quote);
        foreach (char character in inner)
        {
            _ = character switch
            {
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\\' => text.Append("\\\\"),
                _ when character == quote => text.Append('\\').Append(character),
                _ when char.IsControl(character) => text.Append($"\\x{(int)character:x2}"),
                _ => text.Append(character),
            };
        }

        text.Append(quote);
    }
}
