namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>A durable task that the orchestrator may be awaiting.</summary>
internal interface IOpenTask
{
    void Complete(string? result);

    void Fail(TaskFailureDetails failure);
}
