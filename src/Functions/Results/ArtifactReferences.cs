using System.Text.RegularExpressions;

namespace Tapir.Functions;

/// <summary>Finds artifact references in JSON by their form: strings <c>artifact:sha256:</c> and 64 hexadecimal digits.</summary>
public static partial class ArtifactReferences
{
    /// <summary>All references in a JSON text, each once, sorted.</summary>
    public static IReadOnlyList<string> In(string json) =>
        [.. Pattern().Matches(json).Select(match => match.Value[1..^1]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>All references anywhere in a text, each once, sorted: also in JSON that is a string inside of other JSON. For those who would rather find one too
    /// many than miss one.</summary>
    public static IReadOnlyList<string> Anywhere(string text) =>
        [.. LoosePattern().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    // A whole JSON string: the quotes are part of the match, so a reference inside a longer text is none.
    [GeneratedRegex("\"artifact:sha256:[0-9a-f]{64}\"", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex("artifact:sha256:[0-9a-f]{64}", RegexOptions.CultureInvariant)]
    private static partial Regex LoosePattern();
}
