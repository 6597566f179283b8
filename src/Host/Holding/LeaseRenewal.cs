namespace Tapir.Host.Holding;

/// <summary>Does something every ten seconds until it is disposed: three chances to renew a lease before it runs out.</summary>
internal sealed class LeaseRenewal : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stopping = new();
    private readonly PeriodicTimer timer;
    private readonly Task renewing;

    /// <param name="renew">Given up when this is disposed. Whatever else goes wrong in it is told to <paramref name="failed"/>, and tried again.</param>
    public LeaseRenewal(Func<CancellationToken, Task> renew, Action<Exception> failed, TimeProvider clock)
    {
        timer = new PeriodicTimer(Interval, clock);
        renewing = RenewAsync(renew, failed);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await renewing;
        timer.Dispose();
        stopping.Dispose();
    }

    private async Task RenewAsync(Func<CancellationToken, Task> renew, Action<Exception> failed)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                await TryAsync(renew, failed);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Whoever worked is done.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> renew, Action<Exception> failed)
    {
        try
        {
            await renew(stopping.Token);
        }
        catch (Exception problem) when (!stopping.IsCancellationRequested)
        {
            failed(problem);
        }
    }
}
