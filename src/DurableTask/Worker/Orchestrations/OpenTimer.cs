namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>A durable timer that has not fired yet.</summary>
internal sealed class OpenTimer : IOpenTask
{
    private readonly TaskCompletionSource _fired = new();
    private CancellationTokenRegistration _cancellation;

    public Task Task => _fired.Task;

    /// <summary>Ends the waiting when the token is cancelled. The timer itself stays recorded and fires unheard.</summary>
    public void CancelWith(CancellationToken cancellation) =>
        _cancellation = cancellation.Register(() => _fired.TrySetCanceled(cancellation));

    public void Complete(string? result)
    {
        _cancellation.Dispose();
        _fired.TrySetResult();
    }

    public void Fail(TaskFailureDetails failure) => throw new NotSupportedException("A timer cannot fail.");
}
