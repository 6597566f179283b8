namespace Tapir.DurableTask;

/// <summary>Decides after each failure whether to try again. Part of the orchestration: it must be deterministic.</summary>
/// <returns>True to try again at once, false to let the failure through.</returns>
public delegate bool RetryHandler(RetryContext retryContext);
