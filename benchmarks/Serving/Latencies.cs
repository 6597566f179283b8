namespace Tapir.Serving.Benchmarks;

/// <summary>How long requests took. Thread-safe.</summary>
internal sealed class Latencies
{
    private readonly Lock gate = new();
    private readonly List<TimeSpan> all = [];

    public int Count => all.Count;

    public void Add(TimeSpan latency)
    {
        lock (gate)
        {
            all.Add(latency);
        }
    }

    public Latencies Add(Latencies others)
    {
        lock (gate)
        {
            all.AddRange(others.all);
        }

        return this;
    }

    public override string ToString()
    {
        lock (gate)
        {
            TimeSpan[] sorted = [.. all.Order()];
            return $"{sorted.Length:N0} answered, p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, longest {At(1):0.0} ms";

            double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))].TotalMilliseconds;
        }
    }
}
