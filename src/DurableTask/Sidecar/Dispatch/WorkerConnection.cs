using System.Threading.Channels;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>One open GetWorkItems stream: what it takes, what it holds, and the way to it.</summary>
internal sealed class WorkerConnection(string name, GetWorkItemsRequest request, bool keepsExecutors, string? session)
{
    private readonly WorkFilter filter = new(request.WorkItemFilters);
    private readonly int mostTurns = Limit(request.MaxConcurrentOrchestrationWorkItems);
    private readonly int mostActivities = Limit(request.MaxConcurrentActivityWorkItems);
    private readonly Channel<WorkItem> outgoing = Channel.CreateUnbounded<WorkItem>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>For messages: where the worker called from.</summary>
    public string Name => name;

    /// <summary>By which it is known when it comes back (<see cref="WorkerSession"/>), or null.</summary>
    public string? Session => session;

    /// <summary>What it offers to replay, as it wrote it.</summary>
    public IReadOnlyList<string> Orchestrations => [.. (request.WorkItemFilters?.Orchestrations ?? []).Select(entry => entry.Name)];

    /// <summary>What it offers to run, as it wrote it.</summary>
    public IReadOnlyList<string> ActivityNames => [.. (request.WorkItemFilters?.Activities ?? []).Select(entry => entry.Name)];

    /// <summary>Whether it can fetch a history that was left out.</summary>
    public bool StreamsHistory { get; } = request.Capabilities.Contains(WorkerCapability.HistoryStreaming);

    /// <summary>Whether it keeps executors between turns (<see cref="WarmExecutors"/>).</summary>
    public bool KeepsExecutors => keepsExecutors && StreamsHistory;

    public bool IsGone { get; set; }

    /// <summary>Whether it has something in hand with which several workers went away.</summary>
    public bool HasSuspect => Turns.Any(lease => Suspicion.Meets(lease.Slot.Losses)) || Activities.Values.Any(held => Suspicion.Meets(held.Item.Losses));

    public bool HasWork => Turns.Count > 0 || Activities.Count > 0;

    public HashSet<TurnLease> Turns { get; } = [];

    public Dictionary<long, HeldActivity> Activities { get; } = [];

    public ChannelReader<WorkItem> Outgoing => outgoing.Reader;

    /// <summary>Free places for work of this kind; at most 0 means that it is full.</summary>
    public int Free(WorkKind kind) => kind == WorkKind.Turn ? mostTurns - Turns.Count : mostActivities - Activities.Count;

    public bool Takes(WorkRoute route) => !IsGone && filter.Takes(route);

    public void Send(WorkItem item) => outgoing.Writer.TryWrite(item);

    public void Close() => outgoing.Writer.TryComplete();

    /// <summary>A worker that says nothing of its limits has none.</summary>
    private static int Limit(int asked) => asked > 0 ? asked : int.MaxValue;
}
