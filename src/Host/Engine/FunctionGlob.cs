using System.Text.RegularExpressions;
using Tapir.Functions;

namespace Tapir.Host.Engine;

/// <summary>A glob over function names, such as <c>training.*</c>; or several, with commas between them.</summary>
internal sealed class FunctionGlob(string patterns)
{
    private readonly Regex expression = new(
        $"^({string.Join('|', Split(patterns).Select(ToExpression))})$", RegexOptions.CultureInvariant);

    /// <summary>The single globs of several.</summary>
    public static string[] Split(string patterns) => patterns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public bool Matches(DurableFunction function) => expression.IsMatch(function.Name);

    private static string ToExpression(string pattern) => Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
}
