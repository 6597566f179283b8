using System.ComponentModel;
using Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Client;

/// <summary>Starts orchestrations, asks for them, and sends them signals. Thread-safe: keep one.</summary>
public abstract class DurableTaskClient(string name) : IAsyncDisposable
{
    /// <value>The name under which the client was registered.</value>
    public string Name { get; } = name;

    /// <inheritdoc cref="ScheduleNewOrchestrationInstanceAsync(TaskName, object?, StartOrchestrationOptions?, CancellationToken)"/>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, null, cancellation);

    /// <inheritdoc cref="ScheduleNewOrchestrationInstanceAsync(TaskName, object?, StartOrchestrationOptions?, CancellationToken)"/>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object? input, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, null, cancellation);

    /// <inheritdoc cref="ScheduleNewOrchestrationInstanceAsync(TaskName, object?, StartOrchestrationOptions?, CancellationToken)"/>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, options, cancellation);

    /// <summary>Starts an orchestration. When this returns, the start is durable.</summary>
    /// <returns>The new instance's id.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">An instance of that id exists and is not to be replaced.</exception>
    /// <exception cref="ArgumentException">The server refused the request, or a status to deduplicate is unknown.</exception>
    public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default);

    /// <inheritdoc cref="RaiseEventAsync(string, string, object?, CancellationToken)"/>
    public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) =>
        RaiseEventAsync(instanceId, eventName, null, cancellation);

    /// <summary>Sends an event to an instance, which keeps it until it waits for one of that name.</summary>
    public abstract Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <inheritdoc cref="WaitForInstanceStartAsync(string, bool, CancellationToken)"/>
    public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceStartAsync(instanceId, false, cancellation);

    /// <summary>Waits until an instance is no longer pending.</summary>
    public abstract Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <inheritdoc cref="WaitForInstanceCompletionAsync(string, bool, CancellationToken)"/>
    public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceCompletionAsync(instanceId, false, cancellation);

    /// <summary>Waits until an instance has ended, in whatever way, for as long as that takes.</summary>
    public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <inheritdoc cref="TerminateInstanceAsync(string, TerminateInstanceOptions?, CancellationToken)"/>
    public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) =>
        TerminateInstanceAsync(instanceId, null, cancellation);

    /// <inheritdoc cref="TerminateInstanceAsync(string, TerminateInstanceOptions?, CancellationToken)"/>
    public virtual Task TerminateInstanceAsync(string instanceId, object? output, CancellationToken cancellation = default) =>
        TerminateInstanceAsync(instanceId, output is null ? null : new TerminateInstanceOptions(output), cancellation);

    /// <summary>Asks that an instance end where it stands. Activities under way finish; their results are dropped.</summary>
    public virtual Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("terminate instances");

    /// <inheritdoc cref="SuspendInstanceAsync(string, string?, CancellationToken)"/>
    public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) =>
        SuspendInstanceAsync(instanceId, null, cancellation);

    /// <summary>Halts an instance until it is resumed. What happens meanwhile is kept for it.</summary>
    public abstract Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <inheritdoc cref="ResumeInstanceAsync(string, string?, CancellationToken)"/>
    public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        ResumeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Lets a suspended instance go on.</summary>
    public abstract Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <inheritdoc cref="GetInstanceAsync(string, bool, CancellationToken)"/>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) =>
        GetInstanceAsync(instanceId, false, cancellation);

    /// <summary>Asks for one instance.</summary>
    /// <param name="instanceId">Its id.</param>
    /// <param name="getInputsAndOutputs">Whether input, output, custom status and failure come along.</param>
    /// <param name="cancellation">Stops the asking.</param>
    /// <returns>The instance; null when there is none of that id.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <inheritdoc cref="GetInstanceAsync(string, bool, CancellationToken)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, CancellationToken cancellation) =>
        GetInstancesAsync(instanceId, false, cancellation);

    /// <inheritdoc cref="GetInstanceAsync(string, bool, CancellationToken)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Lists instances, a page at a time while they are read.</summary>
    public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

    /// <inheritdoc cref="PurgeInstanceAsync(string, PurgeInstanceOptions?, CancellationToken)"/>
    public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        PurgeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Removes an ended instance with its history.</summary>
    /// <exception cref="InvalidOperationException">The instance has not ended.</exception>
    public virtual Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("purge instances");

    /// <inheritdoc cref="PurgeAllInstancesAsync(PurgeInstancesFilter, PurgeInstanceOptions?, CancellationToken)"/>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation) =>
        PurgeAllInstancesAsync(filter, null, cancellation);

    /// <summary>Removes every ended instance that the filter matches.</summary>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("purge instances");

    /// <summary>Starts an ended instance over, with its name, version and input.</summary>
    /// <param name="instanceId">The ended instance.</param>
    /// <param name="restartWithNewInstanceId">Whether the new one gets an id of its own.</param>
    /// <param name="cancellation">Stops the asking.</param>
    /// <returns>The new instance's id.</returns>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public virtual Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default) =>
        throw NotSupported("restart instances");

    /// <summary>Lets a failed instance go on from its failed activities and sub-orchestrations; the rest is not done again.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not failed.</exception>
    /// <exception cref="NotImplementedException">The server cannot rewind.</exception>
    public virtual Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) =>
        throw NotSupported("rewind instances");

    /// <summary>The whole history of an instance's latest execution, as it is stored.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public virtual Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) =>
        throw NotSupported("read histories");

    /// <summary>Lists ids of ended instances, in the order of their keys.</summary>
    /// <param name="runtimeStatus">Ended so; null for in any way.</param>
    /// <param name="completedTimeFrom">Ended then or later.</param>
    /// <param name="completedTimeTo">Ended then or earlier.</param>
    /// <param name="pageSize">Ids per page.</param>
    /// <param name="lastInstanceKey">The continuation token of the page before; null for the first.</param>
    /// <param name="cancellation">Stops the asking.</param>
    public virtual Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        throw NotSupported("list instance ids");

    public abstract ValueTask DisposeAsync();

    private NotSupportedException NotSupported(string what) => new($"{GetType()} cannot {what}.");
}
