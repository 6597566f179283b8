namespace Tapir.DurableTask.Client;

/// <summary>Shorter forms of client calls.</summary>
public static class DurableTaskClientExtensions
{
    /// <inheritdoc cref="DurableTaskClient.PurgeAllInstancesAsync(PurgeInstancesFilter, PurgeInstanceOptions?, CancellationToken)"/>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.PurgeAllInstancesAsync(new PurgeInstancesFilter(createdFrom, createdTo, statuses), options, cancellation);
    }

    /// <inheritdoc cref="DurableTaskClient.PurgeAllInstancesAsync(PurgeInstancesFilter, PurgeInstanceOptions?, CancellationToken)"/>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, statuses, null, cancellation);

    /// <inheritdoc cref="DurableTaskClient.PurgeAllInstancesAsync(PurgeInstancesFilter, PurgeInstanceOptions?, CancellationToken)"/>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, null, options, cancellation);

    /// <inheritdoc cref="DurableTaskClient.PurgeAllInstancesAsync(PurgeInstancesFilter, PurgeInstanceOptions?, CancellationToken)"/>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, null, null, cancellation);
}
