namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>How long to wait before trying again.</summary>
internal static class Backoff
{
    /// <summary>Doubles from try to try, up to a cap.</summary>
    /// <param name="attempt">Number of the try that failed, from 1.</param>
    /// <param name="first">The wait after the first.</param>
    /// <param name="cap">The longest wait.</param>
    public static TimeSpan Exponential(int attempt, TimeSpan first, TimeSpan cap) =>
        TimeSpan.FromMilliseconds(Math.Min(cap.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, attempt - 1)));

    /// <summary>Anything between nothing and <see cref="Exponential"/>, so that many workers do not come back at one instant.</summary>
    public static TimeSpan FullJitter(int attempt, TimeSpan first, TimeSpan cap, Random random) =>
        Exponential(attempt, first, cap) * random.NextDouble();
}
