namespace Tapir.DurableTask.Worker;

/// <summary>Decides whether a worker takes an orchestration. One that it does not take is handed back, for another worker.</summary>
public interface IOrchestrationFilter
{
    /// <summary>Asked whenever the orchestration comes to this worker; not between turns while its state is kept here.</summary>
    /// <param name="info">What is known of the orchestration.</param>
    /// <param name="cancellationToken">Cancelled when the worker drops what it has in hand.</param>
    ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default);
}
