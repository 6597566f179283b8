using Google.Protobuf.Collections;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>An executor that is kept between turns, with what it needs to know whether a further turn follows on its last one.</summary>
/// <remarks>Two proofs are accepted. Either the sidecar says that the turn it committed last is the one that this executor answered (the
/// completion token of that turn); the history may then be left out. Or it sends the history, and the part after what was there before the
/// last turn begins with exactly the events of that turn: then only what follows them is replayed. A history only ever grows, so what came
/// before was compared in earlier turns. Anything else means that the executor is out of step, and it is dropped.</remarks>
internal sealed class WarmOrchestration
{
    private readonly OrchestrationExecutor _executor;
    private readonly string? _executionId;
    private readonly string _answeredTurn;
    private readonly int? _knownBefore;
    private readonly RepeatedField<HistoryEvent> _answered;

    /// <param name="executor">The executor after the turn.</param>
    /// <param name="request">The turn that it answered.</param>
    /// <param name="token">That turn's completion token.</param>
    /// <param name="past">The history that came with the turn; null when it was left out.</param>
    public WarmOrchestration(OrchestrationExecutor executor, OrchestratorRequest request, string token, IReadOnlyList<HistoryEvent>? past)
    {
        _executor = executor;
        _executionId = request.ExecutionId;
        _answeredTurn = token;
        _knownBefore = past?.Count;
        _answered = request.NewEvents;
    }

    /// <returns>The executor, brought up to the turn's past; null when it is out of step and must not be used again.</returns>
    public OrchestrationExecutor? FollowOn(OrchestratorRequest request)
    {
        if (request.ExecutionId != _executionId)
        {
            return null;
        }

        if (_answeredTurn.Length > 0 && PreviousTurn(request) == _answeredTurn)
        {
            _executor.ConfirmReturned();
            return _executor;
        }

        if (request.RequiresHistoryStreaming || _knownBefore is not { } before || !BeginsWithAnswered(request.PastEvents, before))
        {
            return null;
        }

        _executor.Replay(request.PastEvents.Skip(before + _answered.Count));
        return _executor is { IsRecorded: true, IsCompleted: false } ? _executor : null;
    }

    private static string? PreviousTurn(OrchestratorRequest request) =>
        request.Properties.TryGetValue(OrchestrationRunner.PreviousTurnProperty, out var value) ? value.StringValue : null;

    private bool BeginsWithAnswered(RepeatedField<HistoryEvent> past, int before)
    {
        if (past.Count < before + _answered.Count)
        {
            return false;
        }

        for (int i = 0; i < _answered.Count; i++)
        {
            if (!past[before + i].Equals(_answered[i]))
            {
                return false;
            }
        }

        return true;
    }
}
