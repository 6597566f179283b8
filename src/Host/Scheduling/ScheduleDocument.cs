using Tapir.Activities.Scheduling;
using Tapir.Host.Scheduling.Watching;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>A schedule as <c>--json</c> and the HTTP API show it. The names are a contract with scripts.</summary>
/// <param name="Status">active, paused, ended (no more times will come) or failed.</param>
/// <param name="Source">command or settings: the latter is changed in <c>host.json</c> alone.</param>
/// <param name="Spec">The file that its spec was read from, or which stored spec it is.</param>
/// <param name="Run">The name of its runs.</param>
/// <param name="Jitter">Such as <c>10m</c>; left out for none.</param>
/// <param name="Upcoming">The next five starts, UTC.</param>
/// <param name="Waiting">Starts that are due and not made yet.</param>
/// <param name="LastRun">The run that it started last.</param>
/// <param name="Problem">What keeps it from working now.</param>
public sealed record ScheduleDocument(
    string Name,
    string Status,
    string Source,
    string Spec,
    string Run,
    string? Cron,
    string? TimeZone,
    DateTimeOffset? Start,
    DateTimeOffset? End,
    string? Jitter,
    string? Missed,
    int? MissedLimit,
    string Overlap,
    IReadOnlyList<DateTimeOffset> Upcoming,
    int Waiting,
    string? LastRun,
    AttemptDocument? LastAttempt,
    string? Problem)
{
    /// <value>What it watches; left out for one that starts by the clock.</value>
    public WatchDocument? Watch { get; init; }

    internal static ScheduleDocument Of(ScheduleEntry entry, DateTimeOffset now)
    {
        ScheduleDefinition definition = entry.Definition;
        CronTrigger? cron = definition.Trigger as CronTrigger;
        IReadOnlyList<DateTimeOffset> upcoming = UpcomingOf(entry, now);
        string status = entry.Failure is not null ? "failed" : entry.Status.IsPaused ? "paused" : cron is not null && upcoming.Count == 0 ? "ended" : "active";
        return new ScheduleDocument(
            entry.Name,
            status,
            Word(definition.Source),
            definition.SpecFile,
            definition.Spec.Name,
            cron?.Cron,
            cron?.TimeZone,
            cron?.Start,
            cron?.End,
            cron is { Jitter.Ticks: > 0 } ? Duration.Write(cron.Jitter) : null,
            cron is null ? null : Word(cron.Missed),
            cron is { Missed: MissedPolicy.All } ? cron.MissedLimit : null,
            Word(definition.Overlap),
            upcoming,
            entry.Status.Waiting,
            entry.Status.LastRun,
            entry.Status.LastAttempt is { } attempt ? AttemptDocument.Of(attempt) : null,
            entry.Failure ?? entry.Status.Problem)
        {
            Watch = definition.Trigger is WatchTrigger watch ? WatchDocument.Of(watch, entry.Status) : null,
        };
    }

    // Told anew, because what the schedule itself showed last may have passed if nothing works on it.
    private static IReadOnlyList<DateTimeOffset> UpcomingOf(ScheduleEntry entry, DateTimeOffset now)
    {
        if (entry.Status.IsPaused || entry.Failure is not null || entry.Definition.Trigger is not CronTrigger trigger)
        {
            return [];
        }

        try
        {
            return CronLook.At(CronTimes.Of(trigger, TimeZones.Find(trigger.TimeZone)), trigger, entry.Name, now, now).Upcoming;
        }
        catch (TimeZoneNotFoundException)
        {
            // The machine that works on it knows the zone; this one need not.
            return entry.Status.Upcoming;
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
