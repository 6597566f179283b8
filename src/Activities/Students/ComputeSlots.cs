namespace Tapir.Activities.Students;

/// <summary>Lets one numeric function compute at a time: each uses all cores, so two at once would only share them, and twice the memory.</summary>
internal sealed class ComputeSlots : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);

    public async Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            // A thread of its own: it computes for seconds, and the pool's threads carry gRPC.
            return await Task.Factory.StartNew(compute, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The same for what another process computes.</summary>
    public async Task<T> HoldAsync<T>(Func<Task<T>> compute, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            return await compute();
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
