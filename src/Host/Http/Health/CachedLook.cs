namespace Tapir.Host.Http.Health;

/// <summary>A look that is dear, or that anyone may ask for: however many ask and however often, it is made once in a while, and one at a time.</summary>
/// <param name="look">Makes it.</param>
/// <param name="fresh">For how long what was seen is told again.</param>
internal sealed class CachedLook<T>(Func<Task<T>> look, TimeSpan fresh, TimeProvider clock)
{
    private readonly Lock gate = new();
    private Task<T>? latest;
    private long lookedAt;

    public Task<T> SeeAsync()
    {
        lock (gate)
        {
            if (latest is null || (latest.IsCompleted && clock.GetElapsedTime(lookedAt) >= fresh))
            {
                lookedAt = clock.GetTimestamp();
                latest = Task.Run(look);
            }

            return latest;
        }
    }
}
