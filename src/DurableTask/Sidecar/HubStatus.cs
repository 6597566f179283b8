namespace Tapir.DurableTask.Sidecar;

/// <summary>What is in a task hub now.</summary>
/// <param name="Instances">Number of instances by status, under the protocol's status names.</param>
/// <param name="InboxMessages">Messages that no turn has consumed yet.</param>
/// <param name="PendingActivities">Activities without a result, parked ones included.</param>
/// <param name="Timers">Timers and delayed messages whose time has not come.</param>
/// <param name="Parked">Parked items.</param>
/// <param name="OldestMessage">When the message was sent that has waited longest for a turn; null when none waits.</param>
/// <param name="OldestActivity">When the activity was scheduled that has been longest without a result, parked ones excepted; null when there is none.</param>
public sealed record HubStatus(
    IReadOnlyDictionary<string, long> Instances,
    long InboxMessages,
    long PendingActivities,
    long Timers,
    long Parked,
    DateTimeOffset? OldestMessage,
    DateTimeOffset? OldestActivity)
{
    /// <summary>What the last check of the whole file found damaged.</summary>
    public IReadOnlyList<DamagedRow> Damage { get; init; } = [];
}
