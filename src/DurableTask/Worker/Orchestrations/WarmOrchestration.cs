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
    private readonly OrchestrationExecutor executor;
    private readonly string? executionId;
    private readonly long connection;
    private readonly RepeatedField<HistoryEvent> answered;
    private readonly int lengthBefore;
    private readonly int lengthAfter;

    /// <param name="executor">The executor after the turn.</param>
    /// <param name="request">The turn that it answered.</param>
    /// <param name="connection">On which connection that turn came.</param>
    /// <param name="lengthBefore">Length of the history before it, in events.</param>
    /// <param name="decisions">How many decisions were the answer: each becomes one event of the history.</param>
    public WarmOrchestration(OrchestrationExecutor executor, OrchestratorRequest request, long connection, int lengthBefore, int decisions)
    {
        const int TurnCompleted = 1;
        this.executor = executor;
        executionId = request.ExecutionId;
        this.connection = connection;
        answered = request.NewEvents;
        this.lengthBefore = lengthBefore;
        lengthAfter = lengthBefore + answered.Count + decisions + TurnCompleted;
    }

    /// <param name="request">The turn to be answered now.</param>
    /// <param name="connection">On which connection it came.</param>
    /// <returns>The executor, brought up to the turn's past; null when it is out of step and must not be used again.</returns>
    public OrchestrationExecutor? FollowOn(OrchestratorRequest request, long connection)
    {
        if (request.ExecutionId != executionId)
        {
            return null;
        }

        if (request.RequiresHistoryStreaming)
        {
            if (connection != this.connection || LengthOf(request) != lengthAfter)
            {
                return null;
            }

            executor.ConfirmReturned();
            return executor;
        }

        if (!BeginsWithAnswered(request.PastEvents))
        {
            return null;
        }

        executor.Replay(request.PastEvents.Skip(lengthBefore + answered.Count));
        return executor is { IsRecorded: true, IsCompleted: false } ? executor : null;
    }

    /// <returns>The history's length as the sidecar names it; null when it does not.</returns>
    public static int? LengthOf(OrchestratorRequest request) =>
        request.Properties.TryGetValue(WarmExecutors.HistoryLengthProperty, out var length) ? (int)length.NumberValue : null;

    private bool BeginsWithAnswered(RepeatedField<HistoryEvent> past)
    {
        if (past.Count < lengthBefore + answered.Count)
        {
            return false;
        }

        for (int i = 0; i < answered.Count; i++)
        {
            if (!past[lengthBefore + i].Equals(answered[i]))
            {
                return false;
            }
        }

        return true;
    }
}
