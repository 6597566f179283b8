namespace Tapir.DurableTask;

/// <summary>Decides after each failure whether to try again, and may await durable tasks (a timer, say) before it answers.</summary>
/// <returns>True to try again, false to let the failure through.</returns>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
