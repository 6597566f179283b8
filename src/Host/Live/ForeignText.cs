using System.Globalization;
using System.Text;

namespace Tapir.Host.Live;

/// <summary>Text that a model or a file wrote, for a terminal: what would steer the terminal is shown instead of done.</summary>
internal static class ForeignText
{
    /// <summary>Line breaks and tabs stay; other control characters, and those that turn the direction of what follows, become <c>\u001b</c> and the like.</summary>
    public static string Plain(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (char character in text.ReplaceLineEndings("\n"))
        {
            bool steers = (char.IsControl(character) && character is not ('\n' or '\t')) || character is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
            _ = steers ? plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : plain.Append(character);
        }

        return plain.ToString();
    }

    /// <summary>The same with each line set in.</summary>
    public static string Indented(string text, int by) => string.Join('\n', Plain(text).Split('\n').Select(line => new string(' ', by) + line));
}
