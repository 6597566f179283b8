namespace Tapir.DurableTask;

/// <summary>An orchestrator as the worker sees it. Derive from <see cref="TaskOrchestrator{TInput, TOutput}"/> instead of implementing this.</summary>
public interface ITaskOrchestrator
{
    Type InputType { get; }

    Type OutputType { get; }

    Task<object?> RunAsync(TaskOrchestrationContext context, object? input);
}
