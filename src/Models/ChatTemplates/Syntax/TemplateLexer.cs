using System.Text;

namespace Tapir.Models.ChatTemplates.Syntax;

/// <summary>Cuts a template into tokens. White space goes as <c>trim_blocks</c> and <c>lstrip_blocks</c> have it, which is how transformers renders chat templates:
/// the newline after a block tag goes, and so does what stands before one at the beginning of its line.</summary>
internal sealed class TemplateLexer
{
    private static readonly string[] Operators =
        ["**", "//", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "(", ")", "[", "]", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly string source;
    private readonly List<TemplateToken> tokens = [];
    private int at;
    private int line = 1;
    private bool isLineStart = true;

    private TemplateLexer(string source) => this.source = source;

    /// <exception cref="ChatTemplateException">A tag, comment or text without its end, or a character that begins nothing.</exception>
    public static List<TemplateToken> Read(string template)
    {
        string source = template.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        // Jinja leaves out one newline at the end of a template.
        return new TemplateLexer(source.EndsWith('\n') ? source[..^1] : source).Read();
    }

    private List<TemplateToken> Read()
    {
        while (at < source.Length)
        {
            int tag = NextTag();
            string text = source[at..tag];
            if (tag == source.Length)
            {
                AddData(text);
                at = tag;
                break;
            }

            char kind = source[tag + 1], sign = tag + 2 < source.Length ? source[tag + 2] : ' ';
            AddData(sign == '-' ? text.TrimEnd() : sign != '+' && kind != '{' ? WithoutIndentation(text) : text, text);
            at = tag + (sign is '-' or '+' ? 3 : 2);
            isLineStart = false;
            switch (kind)
            {
                case '#':
                    Comment();
                    break;
                case '%' when IsRaw():
                    Raw();
                    break;
                default:
                    Tag(kind == '{');
                    break;
            }
        }

        tokens.Add(new TemplateToken(TokenKind.End, "", line));
        return tokens;
    }

    private int NextTag()
    {
        for (int i = at; i + 1 < source.Length; i++)
        {
            if (source[i] == '{' && source[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return source.Length;
    }

    private void AddData(string kept, string? written = null)
    {
        if (kept.Length > 0)
        {
            tokens.Add(new TemplateToken(TokenKind.Data, kept, line));
        }

        line += (written ?? kept).Count(character => character == '\n');
    }

    private string WithoutIndentation(string text)
    {
        int start = text.LastIndexOf('\n') + 1;
        return (start > 0 || isLineStart) && text.AsSpan(start).IsWhiteSpace() ? text[..start] : text;
    }

    private void Comment()
    {
        int end = source.IndexOf("#}", at, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Fault("a comment {# without #}");
        }

        char sign = end > at ? source[end - 1] : ' ';
        line += source.AsSpan(at, end - at).Count('\n');
        at = end + 2;
        SkipAfterTag(sign, trimsNewline: true);
    }

    private bool IsRaw() => source.AsSpan(at).TrimStart().StartsWith("raw", StringComparison.Ordinal)
        && source.AsSpan(at).TrimStart()[3..].TrimStart() is ['%', '}', ..] or ['-', '%', '}', ..] or ['+', '%', '}', ..];

    private void Raw()
    {
        int open = source.IndexOf("%}", at, StringComparison.Ordinal);
        char sign = source[open - 1];
        at = open + 2;
        SkipAfterTag(sign, trimsNewline: true);
        int from = at;
        while (true)
        {
            int tag = source.IndexOf("{%", from, StringComparison.Ordinal);
            if (tag < 0)
            {
                throw Fault("{% raw %} without {% endraw %}");
            }

            ReadOnlySpan<char> inside = source.AsSpan(tag + 2);
            bool strips = inside is ['-', ..];
            ReadOnlySpan<char> name = inside.TrimStart("-+").TrimStart();
            if (name.StartsWith("endraw", StringComparison.Ordinal))
            {
                string text = source[at..tag];
                AddData(strips ? text.TrimEnd() : WithoutIndentation(text), text);
                int end = source.IndexOf("%}", tag, StringComparison.Ordinal);
                at = end < 0 ? throw Fault("{% endraw without %}") : end + 2;
                SkipAfterTag(source[end - 1], trimsNewline: true);
                return;
            }

            from = tag + 2;
        }
    }

    private void Tag(bool isOutput)
    {
        int opened = line;
        tokens.Add(new TemplateToken(isOutput ? TokenKind.OutputBegin : TokenKind.BlockBegin, "", line));
        Stack<char> brackets = [];
        string close = isOutput ? "}}" : "%}";
        while (true)
        {
            SkipSpace();
            if (at >= source.Length)
            {
                line = opened;
                throw Fault(isOutput ? "{{ without }}" : "{% without %}");
            }

            int sign = source[at] is '-' || (source[at] is '+' && !isOutput) ? 1 : 0;
            if (brackets.Count == 0 && source.AsSpan(at + sign).StartsWith(close, StringComparison.Ordinal))
            {
                tokens.Add(new TemplateToken(isOutput ? TokenKind.OutputEnd : TokenKind.BlockEnd, "", line));
                char mark = sign > 0 ? source[at] : ' ';
                at += sign + 2;
                SkipAfterTag(mark, !isOutput);
                return;
            }

            Token(brackets);
        }
    }

    private void Token(Stack<char> brackets)
    {
        char first = source[at];
        int start = at;
        if (first is '\'' or '"')
        {
            Text(first);
        }
        else if (char.IsAsciiDigit(first))
        {
            Number();
        }
        else if (char.IsLetter(first) || first == '_')
        {
            while (at < source.Length && (char.IsLetterOrDigit(source[at]) || source[at] == '_'))
            {
                at++;
            }

            tokens.Add(new TemplateToken(TokenKind.Name, source[start..at], line));
        }
        else
        {
            string symbol = Operators.FirstOrDefault(symbol => source.AsSpan(start).StartsWith(symbol, StringComparison.Ordinal)) ?? throw Fault($"the character {first}");
            if (symbol is "(" or "[" or "{")
            {
                brackets.Push(symbol[0]);
            }
            else if (symbol is ")" or "]" or "}" && (!brackets.TryPop(out char open) || open + symbol is not ("()" or "[]" or "{}")))
            {
                throw Fault($"a {symbol} that closes nothing");
            }

            at += symbol.Length;
            tokens.Add(new TemplateToken(TokenKind.Operator, symbol, line));
        }
    }

    private void Number()
    {
        int start = at;
        bool isFloat = false;
        while (at < source.Length && (char.IsAsciiDigit(source[at]) || source[at] is '_' || IsPoint()))
        {
            isFloat |= source[at] == '.';
            at++;
        }

        int sign = at + 1 < source.Length && source[at + 1] is '-' or '+' ? 1 : 0;
        if (at + sign + 1 < source.Length && source[at] is 'e' or 'E' && char.IsAsciiDigit(source[at + sign + 1]))
        {
            isFloat = true;
            for (at += sign + 1; at < source.Length && char.IsAsciiDigit(source[at]); at++)
            {
            }
        }

        tokens.Add(new TemplateToken(isFloat ? TokenKind.Float : TokenKind.Integer, source[start..at].Replace("_", "", StringComparison.Ordinal), line));

        bool IsPoint() => source[at] == '.' && !isFloat && at + 1 < source.Length && char.IsAsciiDigit(source[at + 1]);
    }

    private void Text(char quote)
    {
        StringBuilder text = new();
        int opened = line;
        for (at++; at < source.Length && source[at] != quote; at++)
        {
            line += source[at] == '\n' ? 1 : 0;
            if (source[at] != '\\' || at + 1 >= source.Length)
            {
                text.Append(source[at]);
                continue;
            }

            at++;
            (string meant, int width) = TextEscapes.Read(source.AsSpan(at));
            text.Append(meant);
            at += width - 1;
        }

        if (at >= source.Length)
        {
            line = opened;
            throw Fault("a text without its closing quote");
        }

        at++;
        tokens.Add(new TemplateToken(TokenKind.Text, text.ToString(), opened));
    }

    private void SkipSpace()
    {
        while (at < source.Length && char.IsWhiteSpace(source[at]))
        {
            line += source[at] == '\n' ? 1 : 0;
            at++;
        }
    }

    private void SkipAfterTag(char sign, bool trimsNewline)
    {
        int before = at;
        if (sign == '-')
        {
            SkipSpace();
        }
        else if (trimsNewline && sign != '+' && at < source.Length && source[at] == '\n')
        {
            at++;
            line++;
        }

        isLineStart = at > before && source[at - 1] == '\n';
    }

    private ChatTemplateException Fault(string what) => new($"chat template, line {line}: {what}.");
}
