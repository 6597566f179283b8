using Google.Protobuf.Collections;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>An executor that is kept between turns, with what it needs to know whether a further turn follows on its last one.</summary>
/// <remarks>Two proofs are accepted. Either the sidecar leaves the history out because this worker completed the last turn on the same stream,
/// and the length it names is the one that turn came to (<see cref="WarmExecutors"/>). Or it sends the history, and what follows the part that was
/// there before the last turn begins with exactly the events of that turn: then only the rest is replayed. A history only ever grows, so
/// what came before was compared in earlier turns. Anything else means that the executor is out of step, and it is dropped.</remarks>
internal sealed class WarmOrchestration
{
    private readonly OrchestrationExecutor _executor;
    private readonly string? _executionId;
    private readonly long _connection;
    private readonly RepeatedField<HistoryEvent> _answered;
    private readonly int _lengthBefore;
    private readonly int _lengthAfter;

    /// <param name="executor">The executor after the turn.</param>
    /// <param name="request">The turn that it answered.</param>
    /// <param name="connection">On which connection that turn came.</param>
    /// <param name="lengthBefore">Length of the history before it, in events.</param>
    /// <param name="decisions">How many decisions were the answer: each becomes one event of the history.</param>
    public WarmOrchestration(OrchestrationExecutor executor, OrchestratorRequest request, long connection, int lengthBefore, int decisions)
    {
        const int TurnCompleted = 1;
        _executor = executor;
        _executionId = request.ExecutionId;
        _connection = connection;
        _answered = request.NewEvents;
        _lengthBefore = lengthBefore;
        _lengthAfter = lengthBefore + _answered.Count + decisions + TurnCompleted;
    }

    /// <param name="request">The turn to be answered now.</param>
    /// <param name="connection">On which connection it came.</param>
    /// <returns>The executor, brought up to the turn's past; null when it is out of step and must not be used again.</returns>
    public OrchestrationExecutor? FollowOn(OrchestratorRequest request, long connection)
    {
        if (request.ExecutionId != _executionId)
        {
            return null;
        }

        if (request.RequiresHistoryStreaming)
        {
            if (connection != _connection || LengthOf(request) != _lengthAfter)
            {
                return null;
            }

            _executor.ConfirmReturned();
            return _executor;
        }

        if (!BeginsWithAnswered(request.PastEvents))
        {
            return null;
        }

        _executor.Replay(request.PastEvents.Skip(_lengthBefore + _answered.Count));
        return _executor is { IsRecorded: true, IsCompleted: false } ? _executor : null;
    }

    /// <returns>The history's length as the sidecar names it; null when it does not.</returns>
    public static int? LengthOf(OrchestratorRequest request) =>
        request.Properties.TryGetValue(WarmExecutors.HistoryLengthProperty, out var length) ? (int)length.NumberValue : null;

    private bool BeginsWithAnswered(RepeatedField<HistoryEvent> past)
    {
        if (past.Count < _lengthBefore + _answered.Count)
        {
            return false;
        }

        for (int i = 0; i < _answered.Count; i++)
        {
            if (!past[_lengthBefore + i].Equals(_answered[i]))
            {
                return false;
            }
        }

        return true;
    }
}
