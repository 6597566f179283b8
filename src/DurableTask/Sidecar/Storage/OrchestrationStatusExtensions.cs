using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Sidecar.Storage;

internal static class OrchestrationStatusExtensions
{
    public static bool IsFinished(this OrchestrationStatus status) => status is
        OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;
}
