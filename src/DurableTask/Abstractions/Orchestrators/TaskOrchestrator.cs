namespace Tapir.DurableTask;

/// <summary>A workflow in code, replayed from its history whenever it goes on.</summary>
/// <remarks>Because it is replayed it must be deterministic: time, GUIDs and loggers come from the context, nothing is awaited but tasks
/// of the context and combinations of them (<see cref="Task.WhenAll(Task[])"/>, <see cref="Task.WhenAny(Task[])"/>), without
/// <c>ConfigureAwait(false)</c>, and all I/O is in activities.</remarks>
public abstract class TaskOrchestrator<TInput, TOutput> : ITaskOrchestrator
{
    Type ITaskOrchestrator.InputType => typeof(TInput);

    Type ITaskOrchestrator.OutputType => typeof(TOutput);

    async Task<object?> ITaskOrchestrator.RunAsync(TaskOrchestrationContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await RunAsync(context, TypedInput.Of<TInput>(input));
    }

    public abstract Task<TOutput> RunAsync(TaskOrchestrationContext context, TInput input);
}
