using Tapir.DurableTask.Protobuf.Operations;

namespace Tapir.Host.Results;

/// <summary>The <c>--json</c> form of what is in the task hub.</summary>
/// <param name="Instances">Orchestration instances by status, rounds and notices too.</param>
/// <param name="Messages">Messages that no turn has taken yet.</param>
/// <param name="Activities">Function calls without a result, parked ones included.</param>
/// <param name="Timers">Timers and delayed messages whose time has not come.</param>
/// <param name="Parked">Items that wait for a person.</param>
/// <param name="OldestMessage">When the message was sent that has waited longest; null when none waits.</param>
/// <param name="OldestActivity">When the call was made that has been longest without a result; null when there is none.</param>
/// <param name="Damage">What the last check of the whole hub found, a sentence each.</param>
internal sealed record HubDocument(
    IReadOnlyDictionary<string, long> Instances,
    long Messages,
    long Activities,
    long Timers,
    long Parked,
    DateTimeOffset? OldestMessage,
    DateTimeOffset? OldestActivity,
    IReadOnlyList<HubDocument.Worker> Workers,
    IReadOnlyList<HubDocument.Line> Waiting,
    IReadOnlyList<string> Damage)
{
    public static HubDocument Of(LookResponse look) => new(
        look.Instances,
        look.InboxMessages,
        look.PendingActivities,
        look.Timers,
        look.Parked,
        look.OldestMessage?.ToDateTimeOffset(),
        look.OldestActivity?.ToDateTimeOffset(),
        [.. look.Workers.Select(Of)],
        [.. look.Waiting.Select(line => new Line(line.Name, line.IsActivity ? "function" : "orchestration", line.Count, line.IsOffered))],
        look.Damage);

    private static Worker Of(DurableTask.Protobuf.Operations.Worker worker) => new(
        worker.Name,
        worker.Orchestrations,
        worker.Activities,
        [.. worker.InHand.Select(item => new Item(item.Name, item.InstanceId, item.HasTaskId ? item.TaskId : null))]);

    /// <summary>A connected worker.</summary>
    /// <param name="Name">Where it called from.</param>
    /// <param name="Orchestrations">What it offers to replay; none of these and no functions means everything.</param>
    /// <param name="Functions">What it offers to run.</param>
    /// <param name="InHand">What it was given and has not answered.</param>
    internal sealed record Worker(string Name, IReadOnlyList<string> Orchestrations, IReadOnlyList<string> Functions, IReadOnlyList<Item> InHand);

    /// <summary>Something that a worker has in hand.</summary>
    /// <param name="Task">The call's number in its orchestration; null for a turn.</param>
    internal sealed record Item(string Name, string Instance, int? Task);

    /// <summary>Items of one name that wait for a worker.</summary>
    /// <param name="Kind"><c>function</c> or <c>orchestration</c>.</param>
    /// <param name="Offered">Whether a connected worker takes such items.</param>
    internal sealed record Line(string Name, string Kind, int Count, bool Offered);
}
