namespace Tapir.DurableTask.Worker;

/// <summary>What an <see cref="IOrchestrationFilter"/> decides by.</summary>
public class OrchestrationFilterParameters
{
    /// <value>The orchestrator's name.</value>
    public string? Name { get; init; }

    /// <value>The tags with which the instance was started.</value>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
