namespace Tapir.DurableTask.Client;

/// <summary>Where an orchestration instance stands. Numbers are those of the wire protocol.</summary>
public enum OrchestrationRuntimeStatus
{
    Running = 0,
    Completed = 1,
    ContinuedAsNew = 2,
    Failed = 3,
    Canceled = 4,
    Terminated = 5,
    Pending = 6,
    Suspended = 7,
}
