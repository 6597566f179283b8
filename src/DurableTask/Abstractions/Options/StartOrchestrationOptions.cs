using System.Collections.Immutable;

namespace Tapir.DurableTask;

/// <summary>How a client starts an orchestration.</summary>
public record StartOrchestrationOptions
{
    /// <param name="InstanceId">The new instance's id; null for a new GUID.</param>
    /// <param name="StartAt">When to start; null, or a time in the past, for at once.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>Copies another's values.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    public string? InstanceId { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public TaskVersion? Version { get; init; }

    /// <value>Statuses in which an instance of the same id keeps the new one from starting; one in any other status is replaced. Null
    /// leaves it to the server (Tapir's refuses every id that exists). Set it with <c>WithDedupeStatuses</c>.</value>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
