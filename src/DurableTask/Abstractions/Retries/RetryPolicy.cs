namespace Tapir.DurableTask;

/// <summary>When a failed activity or sub-orchestration is tried again, said in numbers.</summary>
/// <remarks>The waits between tries are durable timers, so a policy may span days and restarts.</remarks>
public class RetryPolicy
{
    /// <param name="maxNumberOfAttempts">Tries in all, the first included; 1 or more.</param>
    /// <param name="firstRetryInterval">Wait between the first and the second try; more than zero.</param>
    /// <param name="backoffCoefficient">Factor from each wait to the next; 1 or more.</param>
    /// <param name="maxRetryInterval">Longest wait; null for one hour, <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="retryTimeout">Time after the first try in which another may begin; null for no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or one of the two last is shorter than the first interval.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    /// <value>Default 1: every wait as long as the first.</value>
    public double BackoffCoefficient { get; }

    /// <value>Default one hour.</value>
    public TimeSpan MaxRetryInterval { get; }

    /// <value>Default <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan RetryTimeout { get; }

    /// <value>Whether a failure is worth another try; default: every one is. Attempts and time-outs are checked as well. It runs in the
    /// orchestration, so it has to be deterministic.</value>
    public Func<TaskFailureDetails, bool> HandleFailure { internal get; init; } = _ => true;

    private static void ThrowIfShorter(TimeSpan? value, TimeSpan least, string name)
    {
        if (value < least && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must not be shorter than the first retry interval, {least}.");
        }
    }
}
