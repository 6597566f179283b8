namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>A durable timer that has not fired yet.</summary>
internal sealed class OpenTimer : IOpenTask
{
    private readonly TaskCompletionSource fired = new();
    private CancellationTokenRegistration cancellation;

    public Task Task => fired.Task;

    /// <summary>Ends the waiting when the token is cancelled. The timer itself stays recorded and fires unheard.</summary>
    public void CancelWith(CancellationToken cancellation) =>
        this.cancellation = cancellation.Register(() => fired.TrySetCanceled(cancellation));

    public void Complete(string? result)
    {
        cancellation.Dispose();
        fired.TrySetResult();
    }

    public void Fail(TaskFailureDetails failure) => throw new NotSupportedException("A timer cannot fail.");
}
