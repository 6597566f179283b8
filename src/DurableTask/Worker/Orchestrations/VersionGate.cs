using Tapir.DurableTask.Abstractions;
using static Tapir.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>Decides whether a worker takes an orchestration of some version.</summary>
internal static class VersionGate
{
    /// <returns>Why it does not; null when it does.</returns>
    public static TaskFailureDetails? Refuse(VersioningOptions? worker, string name, string version) => worker switch
    {
        null or { MatchStrategy: VersionMatchStrategy.None } => null,
        { MatchStrategy: VersionMatchStrategy.Strict } => Compare(version, worker.Version) == 0
            ? null
            : Refusal("VersionMismatch", $"Orchestration '{name}' has version '{version}'; this worker takes version '{worker.Version}' only."),
        { MatchStrategy: VersionMatchStrategy.CurrentOrOlder } => Compare(version, worker.Version) <= 0
            ? null
            : Refusal("VersionMismatch", $"Orchestration '{name}' has version '{version}', newer than this worker's '{worker.Version}'."),
        _ => Refusal("VersionError", $"The worker's version match strategy '{worker.MatchStrategy}' is unknown."),
    };

    private static int Compare(string left, string right) => TaskOrchestrationVersioningUtils.CompareVersions(left, right);

    private static TaskFailureDetails Refusal(string type, string message) => new(type, message, null, null, null) { IsNonRetriable = true };
}
