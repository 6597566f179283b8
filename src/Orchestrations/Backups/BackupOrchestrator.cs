using Tapir.Functions;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Orchestrations.Backups;

/// <summary>The backups of one state folder, for ever: looks at the clock, takes what is due, waits for the next time or another plan, and begins again.</summary>
/// <remarks>A backup that fails stays due and is tried again after <see cref="TrySoon"/>; the next time makes up for it.</remarks>
public sealed class BackupOrchestrator : TaskOrchestrator<BackupState, BackupState>
{
    private static readonly TimeSpan TrySoon = TimeSpan.FromMinutes(10);

    public override async Task<BackupState> RunAsync(TaskOrchestrationContext context, BackupState input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        using CancellationTokenSource waits = new();
        // One wait for the whole execution: a plan that comes at any moment of it is seen at the next step.
        Task<SetBackupPlan> told = context.WaitForExternalEvent<SetBackupPlan>(BackupInstances.PlanEvent, waits.Token);
        BackupTurn turn = new(context, input);
        await turn.LookAsync();
        if (!told.IsCompleted)
        {
            await turn.TakeAsync();
        }

        if (!told.IsCompleted)
        {
            await Task.WhenAny(turn.WakeAt is { } time ? [told, context.CreateTimer(time.UtcDateTime, waits.Token)] : [told]);
        }

        BackupState next = told.IsCompleted ? turn.State.After((await told).Plan, turn.Now) : turn.State;
        // A wait that is left open would take an event with it that comes in this very turn.
        waits.Cancel();
        context.ContinueAsNew(next);
        return next;
    }

    /// <summary>One execution: what it has seen and done so far.</summary>
    private sealed class BackupTurn(TaskOrchestrationContext context, BackupState input)
    {
        private DateTimeOffset? next;
        private DateTimeOffset? again;

        public BackupState State { get; private set; } = input;

        public DateTimeOffset Now => new(context.CurrentUtcDateTime, TimeSpan.Zero);

        /// <value>When there is something to do unless told otherwise; null for never.</value>
        public DateTimeOffset? WakeAt => again is null || next < again ? next : again;

        public Task LookAsync() => TryAsync(async () =>
        {
            if (State.Plan is { } plan)
            {
                Look look = await context.CallAsync(ScheduleFunctions.LookAtClock, new LookAtClock(context.InstanceId, plan.Trigger, State.Cursor, Now));
                next = look.Next;
                Show(State.After(look));
            }
        });

        public Task TakeAsync() => TryAsync(async () =>
        {
            if (State is { Plan: { } plan, Due: { } due } && again is null)
            {
                Show(State.After(await context.CallAsync(BackupFunctions.Take, new TakeBackup(State.Folder, due.Key, plan.Keep))));
            }
        });

        private async Task TryAsync(Func<Task> step)
        {
            Show(State);
            try
            {
                await step();
            }
            catch (TaskFailedException failed)
            {
                again = Now + TrySoon;
                Show(State with { Problem = failed.FailureDetails.ErrorMessage });
            }
        }

        private void Show(BackupState state)
        {
            State = state;
            context.SetCustomStatus(state);
        }
    }
}
