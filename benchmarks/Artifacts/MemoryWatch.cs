namespace Tapir.Artifacts.Benchmarks;

/// <summary>Looks at this process's memory twenty times a second.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly long before = Environment.WorkingSet;
    private readonly Timer timer;
    private long peak;

    public MemoryWatch() => timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));

    /// <summary>Bytes that the working set grew by at the most.</summary>
    public long PeakGrowth()
    {
        Look();
        return Math.Max(0, Interlocked.Read(ref peak) - before);
    }

    public void Dispose() => timer.Dispose();

    private void Look() => Interlocked.Exchange(ref peak, Math.Max(Interlocked.Read(ref peak), Environment.WorkingSet));
}
