namespace Tapir.DurableTask.Protobuf;

/// <summary>How a worker that keeps orchestrations' executors between turns says so, and how the sidecar then leaves the history out.</summary>
/// <remarks>The protocol itself knows only whole histories, so a long orchestration costs the square of its length. A worker that sends
/// <see cref="Header"/> on GetWorkItems and has the HISTORY_STREAMING capability gets, for an instance whose last turn it completed on
/// the same stream, a request with <c>requiresHistoryStreaming</c> and no past events; <see cref="HistoryLengthProperty"/> in its
/// <c>properties</c> is the number of committed history events. A worker that holds an executor at exactly that length and execution id goes on
/// with <c>newEvents</c>; otherwise it fetches the history with StreamInstanceHistory as the protocol says. After a turn the length has
/// grown by newEvents, one event per action and one orchestratorCompleted.</remarks>
public static class WarmExecutors
{
    /// <summary>The request header (metadata key) on GetWorkItems; its value is "1".</summary>
    public const string Header = "tapir-warm-executors";

    /// <summary>The key in OrchestratorRequest.properties: a number, the committed history's length in events.</summary>
    public const string HistoryLengthProperty = "tapir.historyLength";
}
