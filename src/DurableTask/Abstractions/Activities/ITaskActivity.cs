namespace Tapir.DurableTask;

/// <summary>An activity as the worker sees it. Derive from <see cref="TaskActivity{TInput, TOutput}"/> instead of implementing this.</summary>
public interface ITaskActivity
{
    Type InputType { get; }

    Type OutputType { get; }

    Task<object?> RunAsync(TaskActivityContext context, object? input);
}
