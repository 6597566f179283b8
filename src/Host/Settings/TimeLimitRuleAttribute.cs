using Tapir.Activities;
using Tapir.Host.Engine;
using Tapir.Host.Specs;

namespace Tapir.Host.Settings;

/// <summary>Takes time limits of functions that there are. A misspelt one would otherwise limit nothing, without a word.</summary>
internal sealed class TimeLimitRuleAttribute : EntryRuleAttribute
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public override string? FaultOf(string name, object value)
    {
        if (value is TimeSpan limit && (limit < Shortest || limit > Longest))
        {
            return $"must be between {Duration.Write(Shortest)} and {Duration.Write(Longest)}; it is {Duration.Write(limit)}. Leave it out for no limit";
        }

        string[] patterns = FunctionGlob.Split(name);
        return patterns.Length == 0 ? "names no function" : patterns.Where(MatchesNothing).Select(Describe).FirstOrDefault();
    }

    private static bool MatchesNothing(string pattern) => !TapirFunctions.Contracts.Any(new FunctionGlob(pattern).Matches);

    private static string Describe(string pattern)
    {
        // Of a group such as 'trainng.*' the group is what was misspelt.
        IEnumerable<string> known = TapirFunctions.Contracts.SelectMany(function => new[] { function.Name, $"{function.Name[..function.Name.IndexOf('.', StringComparison.Ordinal)]}.*" }).Distinct();
        string hint = NearestKey.Of(pattern, known) is { } nearest ? $"did you mean '{nearest}'? " : "";
        return $"matches no function by '{pattern}': {hint}`tapir functions` lists them all";
    }
}
