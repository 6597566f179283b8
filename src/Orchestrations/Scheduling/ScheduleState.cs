namespace Tapir.Orchestrations.Scheduling;

/// <summary>All that a schedule knows: the input of its next execution. Changes of it are functions of what happened.</summary>
/// <param name="Cursor">Starts up to then have been dealt with. UTC.</param>
public sealed record ScheduleState(ScheduleDefinition Definition, DateTimeOffset Cursor)
{
    // Where starts wait for runs that take longer than the time between two, the line must end somewhere.
    private const int LongestLine = 100;

    public bool IsPaused { get; init; }

    /// <value>What it knows of the files that it watches, where it watches any.</value>
    public WatchMemory Watch { get; init; } = WatchMemory.Nothing;

    /// <value>The next starts by the clock, jitter included, at most five; none while it is paused.</value>
    public IReadOnlyList<DateTimeOffset> Upcoming { get; init; } = [];

    /// <value>What kept it from working when it last tried; null for nothing.</value>
    public string? Problem { get; init; }

    /// <value>Starts that are due and not made yet, in their order.</value>
    public IReadOnlyList<Occurrence> Waiting { get; init; } = [];

    /// <value>The run that it started last; null before the first.</value>
    public string? LastRun { get; init; }

    /// <value>The latest start that it tried, in whatever way that ended; null before the first.</value>
    public StartAttempt? LastAttempt { get; init; }

    /// <value>How many commands it has taken so far: whoever gave one sees when it has been taken.</value>
    public int CommandsTaken { get; init; }

    /// <value>The start to make next; null when there is none, or none while it is paused.</value>
    public Occurrence? NextToStart => Waiting.FirstOrDefault(occurrence => !IsPaused || occurrence.Cause == StartCause.Hand);

    /// <summary>A schedule that begins now: what passed before is not missed.</summary>
    public static ScheduleState New(ScheduleDefinition definition, DateTimeOffset now) => new(definition, now);

    public ScheduleState After(Look look)
    {
        ArgumentNullException.ThrowIfNull(look);
        return this with { Cursor = look.Cursor, Upcoming = look.Upcoming, Waiting = [.. Waiting.Concat(look.Due).Take(LongestLine)], Problem = null };
    }

    public ScheduleState After(WatchLook look)
    {
        ArgumentNullException.ThrowIfNull(look);
        // Never cut short: at most one set waits, and nobody would take it again.
        return this with { Watch = look.Memory, Upcoming = [], Waiting = [.. Waiting, .. look.Due], Problem = look.Memory.Problem };
    }

    /// <summary>A start was tried. One that waits for the run before it stays in line.</summary>
    public ScheduleState After(StartAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        bool staysInLine = attempt.Outcome is PreviousRunOpen && Definition.Overlap == OverlapPolicy.Queue;
        bool isLeftOut = attempt is { Outcome: PreviousRunOpen, Occurrence.Cause: StartCause.Data } && !staysInLine;
        return this with
        {
            Watch = isLeftOut ? Watch.GiveBack() : Watch,
            Waiting = staysInLine ? Waiting : [.. Waiting.Where(occurrence => occurrence.Key != attempt.Occurrence.Key)],
            LastRun = (attempt.Outcome as RunStarted)?.Run ?? LastRun,
            LastAttempt = attempt,
        };
    }

    public ScheduleState After(ScheduleCommand command, DateTimeOffset now)
    {
        ScheduleState next = this with { CommandsTaken = CommandsTaken + 1 };
        return command switch
        {
            PauseSchedule => next with { IsPaused = true, Upcoming = [], Problem = null },
            // One that was not paused goes on from where it was.
            ResumeSchedule => IsPaused ? next with { IsPaused = false, Cursor = now } : next,
            RunScheduleNow asked => next with { Waiting = [.. Waiting, new Occurrence(asked.Key, now, StartCause.Hand) { Seed = Watch.Latest }] },
            ChangeSchedule { Definition: { } definition } => next with
            {
                Definition = definition,
                Cursor = definition.Trigger == Definition.Trigger ? Cursor : now,
                Watch = PlaceOf(definition) == PlaceOf(Definition) ? Watch : WatchMemory.Nothing,
            },
            _ => next,
        };
    }

    private static string? PlaceOf(ScheduleDefinition definition) => (definition.Trigger as WatchTrigger)?.Place;
}
