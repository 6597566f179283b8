using System.Globalization;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling.Watching;

/// <summary>What a schedule watches, as <c>--json</c> and the HTTP API show it.</summary>
/// <param name="Place">The folder, or <c>blob:CONTAINER/PREFIX</c>.</param>
/// <param name="Pattern">Which names.</param>
/// <param name="Settle">For how long new files must have stood still, such as <c>30s</c>.</param>
/// <param name="Every">How often it is looked.</param>
/// <param name="LookedAt">When it was looked last, UTC; left out before the first time.</param>
/// <param name="Files">How many files there were.</param>
/// <param name="New">How many of them were new or had changed.</param>
/// <param name="Phase">quiet, changing, settling, waiting (for the run before, or to be tried again after a refusal) or away.</param>
/// <param name="LastSet">The set that was taken last.</param>
public sealed record WatchDocument(
    string Place, string Pattern, string Settle, string Every, DateTimeOffset? LookedAt, int? Files, int? New, string? Phase, WatchedSetDocument? LastSet)
{
    /// <summary>What was seen last, in words.</summary>
    public string Describe()
    {
        string files = string.Create(CultureInfo.InvariantCulture, $"{Files} file{(Files == 1 ? "" : "s")}");
        return Phase switch
        {
            null => "nothing yet",
            "away" => "it could not be looked at",
            "quiet" => $"{files}, nothing new",
            "changing" => $"{files}, {New} new and still changing",
            "waiting" => $"{files}, {New} new, which wait for their start",
            _ => $"{files}, {New} new and settling",
        };
    }

    internal static WatchDocument Of(WatchTrigger trigger, ScheduleStatus status) => new(
        trigger.Place,
        trigger.Pattern,
        Duration.Write(trigger.Settle),
        Duration.Write(trigger.Every),
        status.Sight?.At,
        status.Sight?.Files,
        status.Sight?.New,
        status.Sight?.Phase.ToString().ToLowerInvariant(),
        status.LastSet is { } set ? WatchedSetDocument.Of(set) : null);
}
