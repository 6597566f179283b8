using System.Globalization;

namespace Tapir.Models.ChatTemplates.Values;

/// <summary>Methods of Python's texts.</summary>
internal static class TextMethods
{
    private static readonly string[] Names =
    [
        "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith", "upper", "lower", "title", "capitalize",
        "replace", "find", "rfind", "count", "join", "removeprefix", "removesuffix", "isdigit", "isspace", "isalpha",
    ];

    public static bool Has(string name) => Names.Contains(name);

    public static object? Call(string text, string method, Arguments arguments) => method switch
    {
        "strip" => Strip(text, arguments, left: true, right: true),
        "lstrip" => Strip(text, arguments, left: true, right: false),
        "rstrip" => Strip(text, arguments, left: false, right: true),
        "split" => Split(text, arguments),
        "rsplit" => SplitFromEnd(text, arguments),
        "splitlines" => new List<object?>(Lines(text)),
        "startswith" => Any(arguments, prefix => text.StartsWith(prefix, StringComparison.Ordinal)),
        "endswith" => Any(arguments, suffix => text.EndsWith(suffix, StringComparison.Ordinal)),
        "upper" => text.ToUpperInvariant(),
        "lower" => text.ToLower(CultureInfo.InvariantCulture),
        "title" => Title(text),
        "capitalize" => Capitalize(text),
        "replace" => Replace(text, arguments),
        "find" => (long)text.IndexOf(arguments.Text(0, "part"), StringComparison.Ordinal),
        "rfind" => (long)text.LastIndexOf(arguments.Text(0, "part"), StringComparison.Ordinal),
        "count" => Count(text, arguments.Text(0, "part")),
        "join" => Sizes.Join(text, [.. Kinds.Items(arguments.Get(0, "items")).Select(item => item as string ?? throw new TemplateFault("join wants texts"))]),
        "removeprefix" => arguments.Text(0, "prefix") is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        "removesuffix" => arguments.Text(0, "suffix") is var suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        "isdigit" => text.Length > 0 && text.All(char.IsDigit),
        "isspace" => text.Length > 0 && text.All(IsSpace),
        _ => text.Length > 0 && text.All(char.IsLetter),
    };

    /// <summary>Without the characters given, or white space, at its ends.</summary>
    public static string Strip(string text, Arguments arguments, bool left, bool right)
    {
        arguments.Allow(1, "chars");
        string characters = arguments.Text(0, "chars", "");
        int start = 0, end = text.Length;
        while (left && start < end && Goes(text[start]))
        {
            start++;
        }

        while (right && end > start && Goes(text[end - 1]))
        {
            end--;
        }

        return text[start..end];

        bool Goes(char character) => arguments.Has(0, "chars") && arguments.Get(0, "chars") is not null ? characters.Contains(character) : IsSpace(character);
    }

    /// <summary>Every word with a capital.</summary>
    public static string Title(string text)
    {
        char[] letters = text.ToCharArray();
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = i > 0 && char.IsLetter(letters[i - 1]) ? char.ToLowerInvariant(letters[i]) : char.ToUpperInvariant(letters[i]);
        }

        return new string(letters);
    }

    public static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLower(CultureInfo.InvariantCulture);

    public static string Replace(string text, Arguments arguments)
    {
        arguments.Allow(3, "count");
        string sought = arguments.Text(0, "old"), content = arguments.Text(1, "new");
        int most = arguments.Number(2, "count", -1);
        if (sought.Length == 0)
        {
            throw new TemplateFault("replace cannot look for an empty text");
        }

        return Sizes.Join(content, most < 0 ? text.Split(sought) : text.Split(sought, Parts(most)));
    }

    // Python counts four separators as white space that .NET does not.
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    private static List<object?> Split(string text, Arguments arguments)
    {
        arguments.Allow(2, "sep", "maxsplit");
        int most = arguments.Number(1, "maxsplit", -1);
        if (arguments.Has(0, "sep") && arguments.Get(0, "sep") is not null)
        {
            string separator = arguments.Text(0, "sep");
            return separator.Length > 0 ? [.. most < 0 ? text.Split(separator) : text.Split(separator, Parts(most))] : throw new TemplateFault("split cannot cut at an empty text");
        }

        List<object?> words = [];
        int at = 0;
        while (true)
        {
            while (at < text.Length && IsSpace(text[at]))
            {
                at++;
            }

            if (at >= text.Length)
            {
                return words;
            }

            int end = at;
            while (end < text.Length && !IsSpace(text[end]))
            {
                end++;
            }

            bool isRest = most >= 0 && words.Count == most;
            words.Add(isRest ? text[at..].TrimEnd() : text[at..end]);
            at = isRest ? text.Length : end;
        }
    }

    private static int Parts(int cuts) => cuts == int.MaxValue ? cuts : cuts + 1;

    private static List<object?> SplitFromEnd(string text, Arguments arguments)
    {
        arguments.Allow(2, "sep", "maxsplit");
        string separator = arguments.Text(0, "sep");
        int most = arguments.Number(1, "maxsplit", -1), end = text.Length;
        List<object?> parts = [];
        while (most < 0 || parts.Count < most)
        {
            int place = separator.Length > 0 ? text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal) : throw new TemplateFault("rsplit cannot cut at an empty text");
            if (place < 0)
            {
                break;
            }

            parts.Add(text[(place + separator.Length)..end]);
            end = place;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static IEnumerable<string> Lines(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines.SkipLast(1) : lines;
    }

    private static long Count(string text, string part)
    {
        long count = 0;
        for (int from = 0; part.Length > 0 && (from = text.IndexOf(part, from, StringComparison.Ordinal)) >= 0; from += part.Length)
        {
            count++;
        }

        return part.Length > 0 ? count : TextRange.Length(text) + 1;
    }

    private static bool Any(Arguments arguments, Func<string, bool> holds) => arguments.Get(0, "prefix") switch
    {
        string one => holds(one),
        List<object?> some => some.OfType<string>().Any(holds),
        var other => throw new TemplateFault($"{arguments.Owner} wants a text, not {Kinds.Name(other)}"),
    };
}
