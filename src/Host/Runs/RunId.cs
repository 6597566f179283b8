using System.Globalization;

namespace Tapir.Host.Runs;

/// <summary>A run's id: the spec's name, a hyphen and a number, such as <c>quickstart-1</c>.</summary>
internal static class RunId
{
    /// <summary>Whether a text has the form of an id; what has not names no run, and no file either.</summary>
    public static bool IsOne(string text) => NameOf(text).Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.') && text[0] != '.';

    /// <returns>The spec's name; empty for what is no id.</returns>
    public static string NameOf(string id)
    {
        int hyphen = id.LastIndexOf('-');
        return hyphen > 0 && int.TryParse(id.AsSpan(hyphen + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? id[..hyphen] : "";
    }

    public static int NumberOf(string id) => int.Parse(id.AsSpan(id.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture);
}
