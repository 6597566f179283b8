namespace Tapir.DurableTask;

/// <summary>What a retry handler knows.</summary>
/// <param name="OrchestrationContext">The orchestration that makes the call.</param>
/// <param name="LastAttemptNumber">Number of the try that failed; the first is 1.</param>
/// <param name="LastFailure">Why it failed.</param>
/// <param name="TotalRetryTime">Time on the orchestration's clock since the first try began.</param>
/// <param name="CancellationToken">Cancelled when the retries are to stop.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
