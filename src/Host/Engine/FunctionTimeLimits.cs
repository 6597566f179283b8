using Tapir.Functions;

namespace Tapir.Host.Engine;

/// <summary>The time limits that <c>tapir.timeLimits</c> of <c>host.json</c> sets. Of several patterns that match a function the most exact one holds, which is the one with the
/// most characters that are no wildcards, and of equally exact ones the shortest time: the order in a JSON object means nothing.</summary>
internal sealed class FunctionTimeLimits
{
    private readonly (FunctionGlob Functions, TimeLimit Limit)[] exactFirst;

    /// <param name="settings">Times by pattern.</param>
    public FunctionTimeLimits(IReadOnlyDictionary<string, TimeSpan> settings) => exactFirst =
    [
        .. from setting in settings
           from pattern in FunctionGlob.Split(setting.Key)
           orderby pattern.Count(character => character is not ('*' or '?')) descending, setting.Value
           select (new FunctionGlob(pattern), new TimeLimit(setting.Value, $"'tapir.timeLimits.{setting.Key}' in host.json of {Environment.MachineName}")),
    ];

    public TimeLimit Of(DurableFunction function) =>
        exactFirst.Where(entry => entry.Functions.Matches(function)).Select(entry => entry.Limit).FirstOrDefault(TimeLimit.None);
}
