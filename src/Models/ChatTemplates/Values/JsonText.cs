using System.Globalization;
using System.Text;

namespace Tapir.Models.ChatTemplates.Values;

/// <summary>Values as <c>json.dumps(value, ensure_ascii=False)</c> writes them, which is transformers' <c>tojson</c>.</summary>
/// <param name="indent">Spaces a level; below 0, everything in one line.</param>
internal sealed class JsonText(int indent, bool sortsKeys)
{
    private const int Deepest = 100;
    private readonly StringBuilder text = new();

    /// <exception cref="TemplateFault">A value that JSON has no form for.</exception>
    public string Write(object? value)
    {
        Append(value, 0);
        return text.ToString();
    }

    private void Append(object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case long whole:
                text.Append(whole.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                text.Append(PythonText.Float(number));
                break;
            case string inner:
                Quote(inner);
                break;
            case List<object?> list:
                Group('[', ']', list.Count, depth, list.Select<object?, Action>(item => () => Append(item, depth + 1)));
                break;
            case TemplateMap map:
                IEnumerable<KeyValuePair<string, object?>> members = sortsKeys ? map.OrderBy(pair => pair.Key, StringComparer.Ordinal) : map;
                Group('{', '}', map.Count, depth, members.Select<KeyValuePair<string, object?>, Action>(pair => () =>
                {
                    Quote(pair.Key);
                    text.Append(": ");
                    Append(pair.Value, depth + 1);
                }));
                break;
            default:
                throw new TemplateFault($"{Kinds.Name(value)} cannot be written as JSON");
        }
    }

    private void Group(char open, char close, int count, int depth, IEnumerable<Action> members)
    {
        Sizes.DemandText(text.Length);
        if (depth > Deepest)
        {
            throw new TemplateFault($"a value more than {Deepest} levels deep cannot be written as JSON");
        }

        text.Append(open);
        int written = 0;
        foreach (Action member in members)
        {
            text.Append(written++ == 0 ? "" : indent < 0 ? ", " : ",");
            NewLine(depth + 1);
            member();
        }

        if (count > 0)
        {
            NewLine(depth);
        }

        text.Append(close);
    }

    private void NewLine(int depth)
    {
        if (indent >= 0)
        {
            text.Append('\n').Append(' ', indent * depth);
        }
    }

    private void Quote(string inner)
    {
        text.Append('"');
        foreach (char character in inner)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append($"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }
}
