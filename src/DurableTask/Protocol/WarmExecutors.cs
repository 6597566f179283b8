namespace Tapir.DurableTask.Protobuf;

/// <summary>How the sidecar tells a worker that it may go on with an executor it still has, instead of replaying the whole history.</summary>
/// <remarks>The protocol itself knows only whole histories, so a long orchestration costs the square of its length. For an instance whose last turn
/// was completed by the same worker stream, the sidecar leaves the past events out (<c>requiresHistoryStreaming</c>) and says which turn was
/// committed last. A worker that holds the executor of exactly that turn goes on with <c>newEvents</c>; any other fetches the history with
/// StreamInstanceHistory, as the protocol says.</remarks>
public static class WarmExecutors
{
    /// <summary>The key in OrchestratorRequest.properties: a string, the completion token of the turn committed last in this execution.</summary>
    public const string PreviousTurnProperty = "tapir.previousTurn";
}
