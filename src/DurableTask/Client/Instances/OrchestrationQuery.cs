namespace Tapir.DurableTask.Client;

/// <summary>Which instances to list. Every condition that is given has to hold.</summary>
/// <param name="CreatedFrom">Created then or later.</param>
/// <param name="CreatedTo">Created then or earlier.</param>
/// <param name="Statuses">In one of these states; null or empty for any.</param>
/// <param name="TaskHubNames">In one of these task hubs, where a server has several.</param>
/// <param name="InstanceIdPrefix">With an id that begins so.</param>
/// <param name="PageSize">Instances per page.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs, outputs and custom statuses come along.</param>
/// <param name="ContinuationToken">Where an earlier query stopped; null for the beginning.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    public const int DefaultPageSize = 100;
}
