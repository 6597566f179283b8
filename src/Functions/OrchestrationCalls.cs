namespace Tapir.Functions;

/// <summary>Calls of durable functions from an orchestration.</summary>
public static class OrchestrationCalls
{
    /// <summary>Calls a function. Whether it computes or its result is found, the result enters the history, so a replay gives the same.</summary>
    /// <exception cref="TaskFailedException">(Of the task) The function failed; the failure details carry the type name of what it threw.</exception>
    public static Task<TOutput> CallAsync<TInput, TOutput>(
        this TaskOrchestrationContext context, DurableFunction<TInput, TOutput> function, TInput input, TaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(function);
        return context.CallActivityAsync<TOutput>(function.Name, input, options);
    }
}
