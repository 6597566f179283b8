using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Worker.Orchestrations;

internal sealed partial class OrchestratorContext
{
    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        EnsureOwnThread();
        EnsureInputIsNoOptions(input, options);
        string serialized = TaskInput.WriteArgument(settings.Converter, input);
        return CallAsync(() => ScheduleActivity<TResult>(name, serialized, options), options?.Retry);
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        EnsureOwnThread();
        EnsureInputIsNoOptions(input, options);
        string? serialized = settings.Converter.Serialize(input);
        return CallAsync(() => CreateChild<TResult>(orchestratorName, serialized, options), options?.Retry);
    }

    private static void EnsureInputIsNoOptions(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException("The input is a TaskOptions. Pass it as the argument 'options' if it was not meant as the input.", nameof(input));
        }
    }

    private Task<T> ScheduleActivity<T>(TaskName name, string input, TaskOptions? options)
    {
        string version = options?.Version?.Version ?? Version;
        ScheduleTaskAction action = new()
        {
            Name = name.Name,
            Version = version.Length > 0 ? version : null,
            Input = input,
            ParentTraceContext = Span.Context,
        };
        action.Tags.Add(options?.Tags ?? new Dictionary<string, string>());
        return Open<T>(name, new() { ScheduleTask = action });
    }

    private Task<T> CreateChild<T>(TaskName name, string? input, TaskOptions? options)
    {
        string inherited = settings.DefaultChildVersion.Length > 0 ? settings.DefaultChildVersion : Version;
        CreateSubOrchestrationAction action = new()
        {
            Name = name.Name,
            Version = options?.Version?.Version ?? inherited,
            Input = input,
            InstanceId = (options as SubOrchestrationOptions)?.InstanceId ?? guids.Next(now).ToString("N"),
            ParentTraceContext = Span.Context,
        };
        action.Tags.Add(options?.Tags ?? new Dictionary<string, string>());
        return Open<T>(name, new() { CreateSubOrchestration = action });
    }

    private Task<T> Open<T>(TaskName name, OrchestratorAction action)
    {
        int id = Decisions.Add(action);
        OpenCall<T> call = new(name, id, settings.Converter);
        openTasks.Add(id, call);
        return call.Task;
    }

    private Task<T> CallAsync<T>(Func<Task<T>> call, TaskRetryOptions? retry) => retry switch
    {
        { Policy: { } policy } => CallByPolicyAsync(call, policy),
        { Handler: { } handler } => CallByHandlerAsync(call, handler),
        _ => call(),
    };

    private async Task<T> CallByPolicyAsync<T>(Func<Task<T>> call, RetryPolicy policy)
    {
        DateTime first = now;
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await call();
            }
            catch (TaskFailedException failed)
            {
                if (RetryDelays.After(policy, attempt, failed.FailureDetails, now - first) is not { } wait)
                {
                    throw;
                }

                delay = wait;
            }

            await CreateTimer(now + delay, CancellationToken.None);
        }
    }

    private async Task<T> CallByHandlerAsync<T>(Func<Task<T>> call, AsyncRetryHandler handler)
    {
        DateTime first = now;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException failed) when (!failed.FailureDetails.IsNonRetriable)
            {
                if (!await handler(new RetryContext(this, attempt, failed.FailureDetails, now - first, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }
}
