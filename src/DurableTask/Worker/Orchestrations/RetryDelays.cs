namespace Tapir.DurableTask.Worker.Orchestrations;

/// <summary>How long a retry policy waits after a failure.</summary>
internal static class RetryDelays
{
    /// <param name="policy">The policy.</param>
    /// <param name="attempt">The number of the try that failed, from 1.</param>
    /// <param name="failure">Why it failed.</param>
    /// <param name="sinceFirst">Time since the first try began.</param>
    /// <returns>The wait before the next try; null when there is to be none.</returns>
    public static TimeSpan? After(RetryPolicy policy, int attempt, TaskFailureDetails failure, TimeSpan sinceFirst)
    {
        if (attempt >= policy.MaxNumberOfAttempts || failure.IsNonRetriable || !policy.HandleFailure(failure))
        {
            return null;
        }

        if (policy.RetryTimeout != Timeout.InfiniteTimeSpan && sinceFirst >= policy.RetryTimeout)
        {
            return null;
        }

        double longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan
            ? TimeSpan.MaxValue.TotalMilliseconds / 2
            : policy.MaxRetryInterval.TotalMilliseconds;
        double wait = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return TimeSpan.FromMilliseconds(Math.Min(wait, longest));
    }
}
