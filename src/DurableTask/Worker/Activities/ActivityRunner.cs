using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Wire;
using Tapir.DurableTask.Worker.Tracing;

namespace Tapir.DurableTask.Worker.Activities;

/// <summary>Runs activities, each in a service scope of its own.</summary>
internal sealed class ActivityRunner(RegisteredTasks tasks, IServiceProvider services, DataConverter converter, IExceptionPropertiesProvider? exceptionProperties)
{
    /// <returns>Why another worker is the one for this call: the activity is registered here in other versions only. Null when this one may run it.</returns>
    public string? OtherVersion(ActivityRequest request) => tasks.OtherActivityVersion(request.Name, request.Version);

    /// <param name="stopping">Cancelled when the worker stops.</param>
    /// <returns>The result, or the failure of an activity that threw or is not registered.</returns>
    /// <exception cref="OperationCanceledException">The activity gave up because the worker stops. That is no outcome: another worker runs it again.</exception>
    public async Task<ActivityResponse> RunAsync(ActivityRequest request, string token, CancellationToken stopping)
    {
        ActivityResponse response = new()
        {
            InstanceId = request.OrchestrationInstance?.InstanceId ?? string.Empty,
            TaskId = request.TaskId,
            CompletionToken = token,
        };
        using Activity? span = TaskSpans.Begin(request);
        try
        {
            response.Result = await ResultOfAsync(request, response.InstanceId).ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // Whatever an activity throws is its outcome; the orchestration decides what follows.
            TaskFailureDetails failure = ExceptionDetails.Of(thrown, exceptionProperties);
            response.FailureDetails = FailureDetailsWire.Write(failure);
            TaskSpans.Fail(span, failure.ErrorType);
        }

        return response;
    }

    private async Task<string?> ResultOfAsync(ActivityRequest request, string instanceId)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        ITaskActivity activity = tasks.CreateActivity(request.Name, request.Version, scope.ServiceProvider)
            ?? throw new TaskMissingException("ActivityTaskNotFound", "activity", request.Name, request.Version);
        object? input = TaskInput.ReadArgument(converter, request.Input, activity.InputType);
        ActivityCall call = new(request.Name, instanceId, request.Version ?? string.Empty);
        return converter.Serialize(await activity.RunAsync(call, input).ConfigureAwait(false));
    }
}
