using Tapir.Functions;

namespace Tapir.Orchestrations.Scheduling;

/// <summary>One schedule, for ever: looks at its trigger, starts what is due, waits for the next time or a command, and begins again. Its instance id is
/// <see cref="ScheduleInstances.IdOf"/>. It ends only by <see cref="RemoveSchedule"/>.</summary>
/// <remarks>What fails is tried again after <see cref="TrySoon"/>; a start stays in line meanwhile, so none is lost to a full disk.</remarks>
public sealed class ScheduleOrchestrator : TaskOrchestrator<ScheduleState, ScheduleStatus>
{
    private static readonly TimeSpan TrySoon = TimeSpan.FromMinutes(1);

    // Nobody tells a schedule that a run has ended; it asks while a start waits for that.
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(15);

    public override async Task<ScheduleStatus> RunAsync(TaskOrchestrationContext context, ScheduleState input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        using CancellationTokenSource waits = new();
        // One wait for the whole execution: a command that comes at any moment of it is seen at the next step and never lost with a second wait.
        Task<ScheduleCommand> command = context.WaitForExternalEvent<ScheduleCommand>(ScheduleInstances.CommandEvent, waits.Token);
        ScheduleTurn turn = new(context, input, command);
        await turn.LookAsync();
        while (turn.MayStart)
        {
            await turn.StartNextAsync();
        }

        if (!command.IsCompleted)
        {
            await Task.WhenAny(turn.WakeAt is { } time ? [command, context.CreateTimer(time.UtcDateTime, waits.Token)] : [command]);
        }

        ScheduleState next = command.IsCompleted ? turn.State.After(await command, turn.Now) : turn.State;
        bool isRemoved = command.IsCompleted && await command is RemoveSchedule;
        // A wait that is left open would take an event with it that comes in this very turn.
        waits.Cancel();
        if (!isRemoved)
        {
            context.ContinueAsNew(next);
        }

        return ScheduleStatus.Of(next);
    }

    /// <summary>One execution: what it has seen and decided so far.</summary>
    /// <param name="command">Completed once somebody has given one: it comes before everything that is not under way.</param>
    private sealed class ScheduleTurn(TaskOrchestrationContext context, ScheduleState input, Task command)
    {
        private DateTimeOffset? next;
        private DateTimeOffset? again;

        public ScheduleState State { get; private set; } = input;

        public DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

        /// <value>Whether there is a start to make, and nothing in its way as far as is known.</value>
        public bool MayStart => !command.IsCompleted && again is null && State.NextToStart is not null;

        /// <value>When there is something to do without a command; null for never.</value>
        public DateTimeOffset? WakeAt => again is null || next < again ? next : again;

        public async Task LookAsync()
        {
            Show(State);
            if (State.IsPaused)
            {
                return;
            }

            try
            {
                ScheduleState seen = State.Definition.Trigger switch
                {
                    CronTrigger cron => await LookAtClockAsync(cron),
                    WatchTrigger watch => await LookAtDataAsync(watch),
                    _ => throw new InvalidOperationException($"The schedule '{State.Definition.Name}' has a trigger that nobody knows: {State.Definition.Trigger}."),
                };
                // A command may be a pause: what is due is looked at again after it.
                Show(command.IsCompleted ? State : seen);
            }
            catch (TaskFailedException failed)
            {
                TryAgain(failed);
            }
        }

        public async Task StartNextAsync()
        {
            Occurrence occurrence = State.NextToStart!;
            try
            {
                StartOutcome outcome = await StartAsync(occurrence, State.Definition);
                Show(State.After(new StartAttempt(occurrence, Now, outcome)));
                again = State.NextToStart == occurrence ? Now + AskAgain : null;
            }
            catch (TaskFailedException failed)
            {
                TryAgain(failed);
            }
        }

        private async Task<ScheduleState> LookAtClockAsync(CronTrigger trigger)
        {
            Look look = await context.CallAsync(ScheduleFunctions.LookAtClock, new LookAtClock(State.Definition.Name, trigger, State.Cursor, Now));
            next = look.Next;
            ScheduleState seen = State.After(look);
            if (seen.LeftOut is { } told && told != State.LeftOut)
            {
                context.CreateReplaySafeLogger<ScheduleOrchestrator>().StartsLeftOut(State.Definition.Name, told);
            }

            return seen;
        }

        private async Task<ScheduleState> LookAtDataAsync(WatchTrigger trigger)
        {
            WatchLook look = await context.CallAsync(
                ScheduleFunctions.LookAtData, new LookAtData(State.Definition.Name, trigger, State.Watch, State.MayTakeFiles(Now), Now));
            next = trigger.NextLook(look.Memory, Now);
            return State.After(look);
        }

        private async Task<StartOutcome> StartAsync(Occurrence occurrence, ScheduleDefinition definition) =>
            definition.Trigger is WatchTrigger { Place: { } place } && occurrence.Seed is null
                ? new StartRefused($"Nothing has settled in '{place}' yet that a run could start from.")
                : await context.CallAsync(
                    ScheduleFunctions.StartRun,
                    new StartScheduledRun(occurrence.RequestKey(definition.Name), definition.Spec, State.LastRun, definition.Overlap) { Seed = occurrence.Seed });

        private void TryAgain(TaskFailedException failed)
        {
            again = Now + TrySoon;
            Show(State with { Problem = failed.FailureDetails.ErrorMessage });
        }

        private void Show(ScheduleState state)
        {
            State = state;
            context.SetCustomStatus(ScheduleStatus.Of(state));
        }
    }
}
