namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>A call of an activity or sub-orchestration that has no result yet.</summary>
/// <remarks>The completion source runs continuations inline on purpose: told to run them asynchronously, <see cref="Task.WhenAny(Task[])"/>
/// would leave the orchestrator's thread.</remarks>
internal sealed class OpenCall<T>(TaskName name, int id, DataConverter converter) : IOpenTask
{
    private readonly TaskCompletionSource<T> result = new();

    public Task<T> Task => result.Task;

    public void Complete(string? result)
    {
        try
        {
            this.result.TrySetResult(converter.Deserialize<T>(result)!);
        }
        catch (Exception unreadable)
        {
            // The caller asked for a type that the result is not; that is for the orchestrator's code to see.
            this.result.TrySetException(unreadable);
        }
    }

    public void Fail(TaskFailureDetails failure) => result.TrySetException(new TaskFailedException(name, id, failure));
}
