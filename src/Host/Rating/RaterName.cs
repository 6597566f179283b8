using Tapir.Host.Live;
using Tapir.Host.State;

namespace Tapir.Host.Rating;

/// <summary>Names of those who rate.</summary>
internal static class RaterName
{
    private const int Longest = 60;

    /// <summary>The name as it is kept.</summary>
    /// <exception cref="StateException">It is no name.</exception>
    public static string Parse(string? text)
    {
        string name = text?.Trim() ?? "";
        if (name.Length == 0)
        {
            throw new StateException("Say who rates, with --rater NAME or with 'rater' in the request: what several people say is kept apart.");
        }

        return name.Length <= Longest && ForeignText.Plain(name) == name && !name.Contains('\n', StringComparison.Ordinal) && !name.Contains('\t', StringComparison.Ordinal)
            ? name
            : throw new StateException($"The name of who rates must have at most {Longest} characters, none of them a control character.");
    }
}
