namespace Tapir.DurableTask;

/// <summary>How one call of a sub-orchestration is made.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <param name="retry">When to try again; null for one try.</param>
    /// <param name="instanceId">The child's id; null for one derived from the parent's.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <param name="options">The options to copy; an instance id among them is taken where <paramref name="instanceId"/> is null.</param>
    /// <param name="instanceId">The child's id; null for one derived from the parent's.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>Copies another's values.</summary>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options) => InstanceId = options.InstanceId;

    public string? InstanceId { get; init; }
}
