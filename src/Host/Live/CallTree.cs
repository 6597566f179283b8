using Tapir.Functions;
using Tapir.Host.Runs;

namespace Tapir.Host.Live;

/// <summary>The live tree of calls: what ran, runs now and was found in the cache, by part of the run and function. Fed by the worker, read by a view.</summary>
/// <param name="run">Calls of other runs are passed over; null for the calls of all.</param>
internal sealed class CallTree(TimeProvider clock, string? run = null) : ICallObserver, ICallLines
{
    private readonly Lock gate = new();
    private readonly List<CallGroup> groups = [];
    private readonly Dictionary<Guid, RunningCall> running = [];

    public void Started(Call call)
    {
        if (run is not null && call.RunId != run)
        {
            return;
        }

        lock (gate)
        {
            CallGroup group = GroupOf(call);
            group.Running++;
            group.FirstStarted ??= call.StartedAt;
            running[call.Id] = new RunningCall(group);
        }
    }

    public void Progressed(Call call, CallProgress progress)
    {
        lock (gate)
        {
            if (running.TryGetValue(call.Id, out RunningCall? entry))
            {
                entry.Progress = progress;
            }
        }
    }

    public void Finished(Call call, CallEnd end)
    {
        lock (gate)
        {
            if (!running.Remove(call.Id, out RunningCall? entry))
            {
                return;
            }

            CallGroup group = entry.Group;
            group.Running--;
            switch (end.Outcome)
            {
                case CallOutcome.Computed:
                    group.Computed++;
                    break;
                case CallOutcome.Cached or CallOutcome.Joined:
                    group.Cached++;
                    break;
                case CallOutcome.Failed:
                    group.Failed++;
                    group.LastError = end.Error;
                    break;
            }

            group.LastFinished = end.FinishedAt;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CallLine> Snapshot()
    {
        lock (gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            return [.. groups.Select(group => new CallLine(
                group.Part,
                group.Function,
                group.Running,
                group.Computed,
                group.Cached,
                group.Failed,
                (group.Running > 0 ? now : group.LastFinished ?? now) - (group.FirstStarted ?? now),
                ProgressOf(group),
                group.LastError))];
        }
    }

    private CallProgress? ProgressOf(CallGroup group)
    {
        CallProgress[] parts = [.. running.Values.Where(call => call.Group == group && call.Progress is not null).Select(call => call.Progress!)];
        return parts.Length == 0 ? null : new CallProgress(parts.Sum(part => part.Done), parts.Sum(part => part.Total), parts[0].Unit);
    }

    private CallGroup GroupOf(Call call)
    {
        string part = RunFamily.PartOf(call.InstanceId);
        CallGroup? group = groups.Find(known => known.Part == part && known.Function == call.Function);
        if (group is null)
        {
            group = new CallGroup(part, call.Function);
            groups.Add(group);
        }

        return group;
    }

    private sealed class CallGroup(string part, string function)
    {
        public string Part { get; } = part;

        public string Function { get; } = function;

        public int Running { get; set; }

        public int Computed { get; set; }

        public int Cached { get; set; }

        public int Failed { get; set; }

        public string? LastError { get; set; }

        public DateTimeOffset? FirstStarted { get; set; }

        public DateTimeOffset? LastFinished { get; set; }
    }

    private sealed class RunningCall(CallGroup group)
    {
        public CallGroup Group { get; } = group;

        public CallProgress? Progress { get; set; }
    }
}
