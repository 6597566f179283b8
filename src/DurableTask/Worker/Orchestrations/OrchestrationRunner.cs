using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Answers turns: goes on with a warm executor where it follows on, replays the history where it does not.</summary>
internal sealed class OrchestrationRunner(
    Func<ExecutionStartedEvent, ITaskOrchestrator?> find,
    OrchestratorSettings settings,
    DurableTaskWorkerOptions.VersioningOptions? versioning,
    WarmOrchestrations warm,
    ILogger logger,
    IOrchestrationFilter? filter = null,
    Func<ExecutionStartedEvent, string?>? otherVersion = null)
{
    /// <param name="request">The turn.</param>
    /// <param name="connection">On which connection it came; another number after each loss.</param>
    /// <param name="fetchHistory">Gets the history where it was left out of the request and is needed.</param>
    /// <param name="cancellation">Drops the turn.</param>
    public async ValueTask<OrchestratorTurn> RunAsync(
        OrchestratorRequest request, long connection, Func<Task<IReadOnlyList<HistoryEvent>>> fetchHistory, CancellationToken cancellation = default)
    {
        OrchestrationExecutor? executor = warm.Take(request.InstanceId)?.FollowOn(request, connection);
        int length = request.RequiresHistoryStreaming ? WarmOrchestration.LengthOf(request) ?? 0 : request.PastEvents.Count;
        if (executor is null)
        {
            IReadOnlyList<HistoryEvent> past = request.RequiresHistoryStreaming ? await fetchHistory().ConfigureAwait(false) : request.PastEvents;
            if (StartOf(past.Concat(request.NewEvents)) is { } started && await RefuseAsync(started, cancellation).ConfigureAwait(false) is { } refused)
            {
                return refused;
            }

            if (RewindAnswer.Of(past, request.NewEvents) is { } rewound)
            {
                return rewound;
            }

            length = past.Count;
            executor = new(request.InstanceId, find, settings);
            executor.Replay(past);
        }

        OrchestratorTurn.Decided turn = executor.Advance(request.NewEvents);
        if (executor.Strayed)
        {
            Log.Strayed(logger, executor.Name, request.InstanceId);
        }

        if (!executor.IsCompleted)
        {
            // Before the answer is sent: the next turn may be here before the answer's receipt.
            warm.Keep(request.InstanceId, new(executor, request, connection, length, turn.Actions.Count));
        }

        return turn;
    }

    /// <summary>Drops what is kept of an instance, because the sidecar did not take the answer of its last turn.</summary>
    public void Forget(string instanceId) => warm.Take(instanceId);

    private async ValueTask<OrchestratorTurn?> RefuseAsync(ExecutionStartedEvent started, CancellationToken cancellation)
    {
        if (VersionGate.Refuse(versioning, started.Name, started.Version ?? string.Empty) is { } refusal)
        {
            return new OrchestratorTurn.Refused(started.Name, refusal);
        }

        if (otherVersion?.Invoke(started) is { } otherwise)
        {
            return new OrchestratorTurn.OtherVersion(started.Name, otherwise);
        }

        OrchestrationFilterParameters info = new() { Name = started.Name, Tags = started.Tags.ToDictionary(tag => tag.Key, tag => tag.Value) };
        return filter is null || await filter.IsOrchestrationValidAsync(info, cancellation).ConfigureAwait(false) ? null : new OrchestratorTurn.NotTaken(started.Name, "the worker's orchestration filter does not take it");
    }

    private static ExecutionStartedEvent? StartOf(IEnumerable<HistoryEvent> history) =>
        history.FirstOrDefault(happened => happened.ExecutionStarted is not null)?.ExecutionStarted;
}
