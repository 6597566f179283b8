namespace Tapir.DurableTask.Worker.Orchestrations;

/// <inheritdoc cref="IEventWaiter"/>
internal sealed class EventWaiter<T>(DataConverter converter) : IEventWaiter
{
    private readonly TaskCompletionSource<T> _event = new();
    private CancellationTokenRegistration _cancellation;

    public Task<T> Task => _event.Task;

    public void CancelWith(Action stopWaiting, CancellationToken cancellation) => _cancellation = cancellation.Register(() =>
    {
        stopWaiting();
        _event.TrySetCanceled(cancellation);
    });

    public void Deliver(string? payload)
    {
        _cancellation.Dispose();
        try
        {
            _event.TrySetResult(converter.Deserialize<T>(payload)!);
        }
        catch (Exception unreadable)
        {
            // The waiter asked for a type that the payload is not; that is for the orchestrator's code to see.
            _event.TrySetException(unreadable);
        }
    }
}
