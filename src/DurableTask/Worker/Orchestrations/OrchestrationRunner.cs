using Microsoft.Extensions.Logging;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Answers turns: goes on with a warm executor where it follows on, replays the history where it does not.</summary>
internal sealed class OrchestrationRunner(
    Func<ExecutionStartedEvent, ITaskOrchestrator?> find, OrchestratorSettings settings, WarmOrchestrations warm, ILogger logger)
{
    /// <summary>Name of the request property in which a sidecar may say which turn it committed last, by its completion token.</summary>
    public const string PreviousTurnProperty = "tapir.previousTurn";

    /// <param name="request">The turn.</param>
    /// <param name="token">Its completion token.</param>
    /// <param name="fetchHistory">Gets the history where it was left out of the request and is needed.</param>
    public async ValueTask<OrchestratorTurn> RunAsync(
        OrchestratorRequest request, string token, Func<Task<IReadOnlyList<HistoryEvent>>> fetchHistory)
    {
        IReadOnlyList<HistoryEvent>? past = request.RequiresHistoryStreaming ? null : request.PastEvents;
        OrchestrationExecutor? executor = warm.Take(request.InstanceId)?.FollowOn(request);
        if (executor is null)
        {
            past ??= await fetchHistory().ConfigureAwait(false);
            executor = new(request.InstanceId, find, settings);
            executor.Replay(past);
        }

        OrchestratorTurn turn = executor.Advance(request.NewEvents);
        if (executor.Strayed)
        {
            Log.Strayed(logger, executor.Name, request.InstanceId);
        }

        if (!executor.IsCompleted)
        {
            warm.Keep(request.InstanceId, new(executor, request, token, past));
        }

        return turn;
    }
}
