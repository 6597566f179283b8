using Tapir.Activities.Scheduling;
using Tapir.Host.Engine;
using Tapir.Host.State;
using Tapir.Orchestrations.Backups;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Backups.Clock;

/// <summary>The backups by the clock of one state folder, as the hub knows them.</summary>
internal sealed class BackupBook(TapirEngine engine)
{
    private readonly string folder = StateId.Of(engine.State);

    private string Id => BackupInstances.IdOf(folder);

    /// <summary>Where they stand; null when there never were any.</summary>
    public async Task<BackupState?> FindAsync(CancellationToken cancellation) => await FindInstanceAsync(cancellation) is { } instance
        ? instance.SerializedCustomStatus is null ? instance.ReadInputAs<BackupState>() : instance.ReadCustomStatusAs<BackupState>()
        : null;

    /// <summary>Lets the plan be this one from now on.</summary>
    /// <param name="plan">Null for no more backups.</param>
    public async Task SetAsync(BackupPlan? plan, CancellationToken cancellation)
    {
        DateTimeOffset now = engine.Clock.GetUtcNow();
        switch (await FindInstanceAsync(cancellation))
        {
            case null when plan is null:
                break;
            case null:
                await BeginAsync(new BackupState(folder, plan, now), cancellation);
                break;
            case { IsCompleted: true } ended:
                // By a fault, or by somebody's hand: what was known of earlier backups is kept.
                BackupState known = ended.ReadInputAs<BackupState>() ?? new BackupState(folder, plan, now);
                await BeginAsync(known.After(plan, now), cancellation);
                break;
            default:
                // Also where it is the same: a plan that was set before may be on its way still.
                await engine.Client.RaiseEventAsync(Id, BackupInstances.PlanEvent, new SetBackupPlan(plan), cancellation);
                break;
        }
    }

    /// <summary>What there is to say when no good backup was taken for two periods; null otherwise.</summary>
    public async Task<string?> OverdueAsync(CancellationToken cancellation) => await FindAsync(cancellation) is { Plan: { } plan } state
        ? state.Overdue(CronTimes.Of(plan.Trigger, TimeZones.Find(plan.Trigger.TimeZone)), engine.Clock.GetUtcNow())
        : null;

    private Task<OrchestrationMetadata?> FindInstanceAsync(CancellationToken cancellation) => engine.Client.GetInstanceAsync(Id, getInputsAndOutputs: true, cancellation);

    // What has ended gives way in the same transaction, so that a kill leaves one of the two.
    private Task<string> BeginAsync(BackupState state, CancellationToken cancellation) => engine.Client.ScheduleNewOrchestrationInstanceAsync(
        nameof(BackupOrchestrator),
        state,
        new StartOrchestrationOptions(Id).WithDedupeStatuses(OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended),
        cancellation);
}
