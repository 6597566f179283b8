namespace Tapir.DurableTask.Worker.Orchestrations;

/// <inheritdoc cref="IEventWaiter"/>
internal sealed class EventWaiter<T>(DataConverter converter) : IEventWaiter
{
    private readonly TaskCompletionSource<T> arrival = new();
    private CancellationTokenRegistration cancellation;

    public Task<T> Task => arrival.Task;

    public void CancelWith(Action stopWaiting, CancellationToken cancellation) => this.cancellation = cancellation.Register(() =>
    {
        stopWaiting();
        arrival.TrySetCanceled(cancellation);
    });

    public void Deliver(string? payload)
    {
        cancellation.Dispose();
        try
        {
            arrival.TrySetResult(converter.Deserialize<T>(payload)!);
        }
        catch (Exception unreadable)
        {
            // The waiter asked for a type that the payload is not; that is for the orchestrator's code to see.
            arrival.TrySetException(unreadable);
        }
    }
}
