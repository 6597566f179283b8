namespace Tapir.DurableTask.Client;

/// <summary>Start options in terms of runtime states.</summary>
public static class StartOrchestrationOptionsExtensions
{
    /// <value>The states that may be listed: all but the passing <see cref="OrchestrationRuntimeStatus.ContinuedAsNew"/>.</value>
    public static IReadOnlyList<OrchestrationRuntimeStatus> ValidDedupeStatuses { get; } =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
        OrchestrationRuntimeStatus.Canceled,
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
    ];

    /// <summary>Refuses the start when an instance of the same id is in one of these states; in any other, that instance is replaced.</summary>
    public static StartOrchestrationOptions WithDedupeStatuses(
        this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
    }
}
