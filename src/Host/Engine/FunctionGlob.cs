using System.Text.RegularExpressions;
using Tapir.Functions;

namespace Tapir.Host.Engine;

/// <summary>A glob over function names, such as <c>training.*</c>.</summary>
internal sealed class FunctionGlob(string pattern)
{
    private readonly Regex expression = new($"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);

    public bool Matches(DurableFunction function) => expression.IsMatch(function.Name);
}
