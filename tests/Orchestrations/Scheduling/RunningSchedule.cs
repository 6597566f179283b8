using Tapir.Orchestrations.Scheduling;
using Tapir.Orchestrations.Specs;
using static Tapir.Orchestrations.Tests.Scheduling.CronTimesTests;

namespace Tapir.Orchestrations.Tests.Scheduling;

/// <summary>A schedule on a clock that the test moves. Its functions are answered as the real ones would, over runs that the test ends.</summary>
internal sealed class RunningSchedule
{
    private readonly ReplayedInstance instance;
    private readonly Dictionary<string, string> runs = [];
    private readonly HashSet<string> open = [];

    public RunningSchedule(ScheduleTrigger trigger, string now, OverlapPolicy overlap = OverlapPolicy.Skip)
    {
        instance = new ReplayedInstance(
            new ScheduleOrchestrator(), ScheduleState.New(Definition(trigger, overlap), Time(now)), ScheduleInstances.IdOf("nightly"), Time(now));
        Answer();
    }

    /// <value>The request keys of the runs that were started, in their order, without the schedule's name.</value>
    public List<string> Started { get; } = [];

    /// <value>What the runs started from that started from files, in their order.</value>
    public List<string> Seeds { get; } = [];

    /// <value>Files that the schedule watches, where it watches any.</value>
    public WatchedFiles Files { get; } = new();

    /// <value>Runs that were cancelled for a newer one.</value>
    public List<string> Cancelled { get; } = [];

    public ScheduleStatus Status => instance.StatusAs<ScheduleStatus>();

    public bool IsOver => instance.End is not null;

    /// <value>When it wakes by itself; empty for never.</value>
    public string[] WakesAt => Texts(instance.Timers);

    /// <value>How many calls the history has that the next turn replays.</value>
    public int CallsInHistory => instance.Calls.Count;

    /// <value>Thrown by the next calls of a function.</value>
    public Exception? Fault { get; set; }

    /// <value>Why no new run may start; null while one may.</value>
    public string? Refusal { get; set; }

    /// <value>How often a start was tried that was refused.</value>
    public int Refused { get; private set; }

    public static ScheduleDefinition Definition(ScheduleTrigger trigger, OverlapPolicy overlap = OverlapPolicy.Skip) =>
        new("nightly", new RunSpec { Name = "mine" }, trigger) { Overlap = overlap };

    /// <summary>Lets the clock go on with a worker at hand.</summary>
    public void PassTo(string time)
    {
        // In steps, because what a start does decides when the schedule wakes next.
        while (instance.Timers.Count > 0 && instance.Timers[0] <= Time(time))
        {
            instance.PassTo(instance.Timers[0]);
            Answer();
        }

        instance.PassTo(Time(time));
    }

    /// <summary>Lets the clock go on without any worker, which then finds these commands too.</summary>
    public void SleepUntil(string time, params ScheduleCommand[] commands)
    {
        instance.WakeAt(Time(time), ScheduleInstances.CommandEvent, commands);
        Answer();
    }

    public void Tell(params ScheduleCommand[] commands)
    {
        instance.Raise(ScheduleInstances.CommandEvent, commands);
        Answer();
    }

    /// <summary>Commands that come while a function of the schedule is under way.</summary>
    public void TellBeforeAnswers(string time, params ScheduleCommand[] commands)
    {
        instance.PassTo(Time(time));
        Assert.HasCount(1, instance.Open);
        instance.Raise(ScheduleInstances.CommandEvent, commands);
        Answer();
    }

    public void EndRun(string run) => Assert.IsTrue(open.Remove(run), $"{run} is not open.");

    private void Answer()
    {
        while (instance.End is null && instance.Open is [{ } call, ..])
        {
            if (Fault is not null)
            {
                instance.Fail(call, Fault);
                continue;
            }

            instance.Complete(call, call.Name switch
            {
                "scheduling.look-at-clock" => At(call.InputAs<LookAtClock>()),
                "scheduling.look-at-data" => Files.Look(call.InputAs<LookAtData>()),
                "scheduling.start-run" => (object)StartRun(call.InputAs<StartScheduledRun>()),
                _ => throw new AssertFailedException($"Nobody expected a call of {call.Name}."),
            });
        }
    }

    private static Look At(LookAtClock asked) => CronLook.At(Times(asked.Trigger), asked.Trigger, asked.Schedule, asked.Cursor, asked.Now);

    private StartOutcome StartRun(StartScheduledRun asked)
    {
        if (!runs.TryGetValue(asked.RequestKey, out string? run))
        {
            if (asked.Previous is { } previous && open.Contains(previous))
            {
                if (asked.Overlap != OverlapPolicy.Cancel)
                {
                    return new PreviousRunOpen(previous);
                }

                open.Remove(previous);
                Cancelled.Add(previous);
            }

            if (Refusal is not null)
            {
                Refused++;
                return new StartRefused(Refusal);
            }

            run = $"{asked.Spec.Name}-{runs.Count + 1}";
            runs.Add(asked.RequestKey, run);
            open.Add(run);
            Started.Add(asked.RequestKey["schedule:nightly/".Length..]);
            if (asked.Seed is { } seed)
            {
                Seeds.Add(seed.Name);
            }
        }

        return new RunStarted(run);
    }
}
