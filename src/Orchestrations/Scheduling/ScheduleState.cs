using System.Globalization;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>All that a schedule knows: the input of its next execution. Changes of it are functions of what happened.</summary>
/// <param name="Cursor">Starts up to then have been dealt with. UTC.</param>
public sealed record ScheduleState(ScheduleDefinition Definition, DateTimeOffset Cursor)
{
    // Where starts wait for runs that take longer than the time between two, the line must end somewhere.
    private const int LongestLine = 100;

    // What was refused may be allowed by then; whoever mends it sooner starts a run by hand.
    private static readonly TimeSpan TryRefusedAgain = TimeSpan.FromMinutes(10);

    public bool IsPaused { get; init; }

    /// <value>What it knows of the files that it watches, where it watches any.</value>
    public WatchMemory Watch { get; init; } = WatchMemory.Nothing;

    /// <value>The next starts by the clock, jitter included, at most five; none while it is paused.</value>
    public IReadOnlyList<DateTimeOffset> Upcoming { get; init; } = [];

    /// <value>What kept it from working when it last tried; null for nothing.</value>
    public string? Problem { get; init; }

    /// <value>Which starts the line had no room for, as long as it is full; null for none.</value>
    public string? LeftOut { get; init; }

    /// <value>Until when no set of files is taken, because the start of the one before was refused; null where it was not.</value>
    public DateTimeOffset? HeldUntil { get; init; }

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

    // All that are made up for, and the one that is on time.
    private int LineLimit => Definition.Trigger is CronTrigger { Missed: MissedPolicy.All } cron ? Math.Max(LongestLine, cron.MissedLimit + 1) : LongestLine;

    /// <summary>A schedule that begins now: what passed before is not missed.</summary>
    public static ScheduleState New(ScheduleDefinition definition, DateTimeOffset now) => new(definition, now);

    /// <summary>Whether a set of files that has settled may be taken: not while the start of the one before is in line, nor soon after it was refused, so that further files gather.</summary>
    public bool MayTakeFiles(DateTimeOffset now) => Waiting.All(occurrence => occurrence.Cause != StartCause.Data) && !(HeldUntil > now);

    public ScheduleState After(Look look)
    {
        ArgumentNullException.ThrowIfNull(look);
        int room = Math.Max(0, LineLimit - Waiting.Count);
        IReadOnlyList<Occurrence> left = [.. look.Due.Skip(room)];
        return this with
        {
            Cursor = look.Cursor,
            Upcoming = look.Upcoming,
            Waiting = [.. Waiting, .. look.Due.Take(room)],
            LeftOut = left.Count > 0 ? Tell(left) : room > 0 ? null : LeftOut,
            Problem = null,
        };
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
        bool isOfFiles = attempt.Occurrence.Cause == StartCause.Data;
        return this with
        {
            Watch = attempt.Outcome switch
            {
                PreviousRunOpen when isOfFiles && !staysInLine => Watch.GiveBack(),
                // Nothing about the files need change for them to be taken the next time.
                StartRefused when isOfFiles => Watch.GiveBack().Forget(),
                RunStarted when attempt.Occurrence.Seed is { } seed && seed == Watch.Latest => Watch.Keep(),
                _ => Watch,
            },
            HeldUntil = attempt.Outcome switch
            {
                StartRefused when isOfFiles => attempt.At + TryRefusedAgain,
                RunStarted => null,
                _ => HeldUntil,
            },
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
            ResumeSchedule => IsPaused ? next with { IsPaused = false, Cursor = now, HeldUntil = null } : next,
            RunScheduleNow asked => next with { Waiting = [.. Waiting, new Occurrence(asked.Key, now, StartCause.Hand) { Seed = Watch.Latest }] },
            ChangeSchedule { Definition: { } definition } => next with
            {
                Definition = definition,
                HeldUntil = null,
                Cursor = definition.Trigger == Definition.Trigger ? Cursor : now,
                Watch = PlaceOf(definition) == PlaceOf(Definition) ? Watch : WatchMemory.Nothing,
            },
            _ => next,
        };
    }

    private string Tell(IReadOnlyList<Occurrence> left) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(left.Count == 1 ? "1 start was" : $"{left.Count} starts were")} left out, the last that of {left[^1].At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {LineLimit} wait already, and that is as many as may.");

    private static string? PlaceOf(ScheduleDefinition definition) => (definition.Trigger as WatchTrigger)?.Place;
}
