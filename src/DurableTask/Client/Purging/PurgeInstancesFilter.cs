namespace Tapir.DurableTask.Client;

/// <summary>Which instances to purge. Every condition that is given has to hold.</summary>
/// <param name="CreatedFrom">Created then or later.</param>
/// <param name="CreatedTo">Created then or earlier.</param>
/// <param name="Statuses">In one of these states; only ended ones can be purged.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <value>The longest time one call may take; the result then says that it is not complete. Null (default) for no limit.</value>
    public TimeSpan? Timeout { get; init; }
}
