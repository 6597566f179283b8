namespace Tapir.Teachers.Endpoints;

/// <summary>Who may call a model now: so many at a time, so many a minute, and nobody while its endpoint said to wait. Shared by all clients of
/// one model in this process.</summary>
internal sealed class CallGate : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly TimeSpan spacing;
    private readonly TimeProvider time;
    private readonly Lock sync = new();
    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <param name="concurrency">Calls at one time; 1 or more.</param>
    /// <param name="perMinute">Calls a minute, evenly spaced; null: no limit.</param>
    public CallGate(int concurrency, int? perMinute, TimeProvider time)
    {
        places = new SemaphoreSlim(concurrency);
        spacing = perMinute is { } calls ? TimeSpan.FromMinutes(1) / calls : TimeSpan.Zero;
        this.time = time;
    }

    /// <summary>Waits for a place; <see cref="Leave"/> gives it back.</summary>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        await places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (TimeToWait() is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            places.Release();
            throw;
        }
    }

    public void Leave() => places.Release();

    /// <summary>Holds all calls back, those that are already waiting too: the endpoint said how long.</summary>
    public void HoldFor(TimeSpan duration)
    {
        lock (sync)
        {
            DateTimeOffset until = time.GetUtcNow() + duration;
            next = until > next ? until : next;
        }
    }

    public void Dispose() => places.Dispose();

    /// <summary>Zero when the caller may go, and then the next turn is one spacing later.</summary>
    private TimeSpan TimeToWait()
    {
        lock (sync)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (now < next)
            {
                return next - now;
            }

            next = now + spacing;
            return TimeSpan.Zero;
        }
    }
}
