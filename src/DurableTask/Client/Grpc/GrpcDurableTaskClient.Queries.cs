using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using P = Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Client.Grpc;

public sealed partial class GrpcDurableTaskClient
{
    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        P.GetInstanceRequest request = Ask(instanceId, getInputsAndOutputs);
        P.GetInstanceResponse found = await Refusals.None
            .CallAsync(() => sidecar.GetInstanceAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation).ConfigureAwait(false);
        return found.Exists ? InstanceWire.Read(found.OrchestrationState, ConverterFor(getInputsAndOutputs)) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="RpcException">NotFound: there is no such instance, and the sidecar says so.</exception>
    /// <exception cref="ArgumentException">There is no such instance, and the sidecar answers with none.</exception>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        P.GetInstanceRequest request = Ask(instanceId, getInputsAndOutputs);
        return WaitAsync(request, () => sidecar.WaitForInstanceStartAsync(request, cancellationToken: cancellation), cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="RpcException">NotFound: there is no such instance, and the sidecar says so.</exception>
    /// <exception cref="ArgumentException">There is no such instance, and the sidecar answers with none.</exception>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        P.GetInstanceRequest request = Ask(instanceId, getInputsAndOutputs);
        return WaitAsync(request, () => sidecar.WaitForInstanceCompletionAsync(request, cancellationToken: cancellation), cancellation);
    }

    /// <inheritdoc/>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        OrchestrationQuery query = filter ?? new();
        return Pageable.Create<OrchestrationMetadata>(async (continuation, pageSize, cancellation) =>
        {
            P.QueryInstancesRequest request = new()
            {
                Query = new()
                {
                    CreatedTimeFrom = InstanceWire.Write(query.CreatedFrom),
                    CreatedTimeTo = InstanceWire.Write(query.CreatedTo),
                    FetchInputsAndOutputs = query.FetchInputsAndOutputs,
                    InstanceIdPrefix = query.InstanceIdPrefix,
                    MaxInstanceCount = pageSize ?? query.PageSize,
                    ContinuationToken = continuation ?? query.ContinuationToken,
                },
            };
            request.Query.RuntimeStatus.AddRange((query.Statuses ?? []).Select(InstanceWire.Write));
            request.Query.TaskHubNames.AddRange(query.TaskHubNames ?? []);

            P.QueryInstancesResponse page = await Refusals.None
                .CallAsync(() => sidecar.QueryInstancesAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation).ConfigureAwait(false);
            DataConverter? converter = ConverterFor(query.FetchInputsAndOutputs);
            return new([.. page.OrchestrationState.Select(state => InstanceWire.Read(state, converter))], page.ContinuationToken);
        });
    }

    /// <inheritdoc/>
    public override async Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        P.ListInstanceIdsRequest request = new()
        {
            CompletedTimeFrom = InstanceWire.Write(completedTimeFrom),
            CompletedTimeTo = InstanceWire.Write(completedTimeTo),
            PageSize = pageSize,
            LastInstanceKey = lastInstanceKey ?? string.Empty,
        };
        request.RuntimeStatus.AddRange((runtimeStatus ?? []).Select(InstanceWire.Write));
        P.ListInstanceIdsResponse page = await Refusals.None
            .CallAsync(() => sidecar.ListInstanceIdsAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation).ConfigureAwait(false);
        return new([.. page.InstanceIds], page.LastInstanceKey);
    }

    /// <inheritdoc/>
    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return PurgeAsync(new() { InstanceId = instanceId, IsOrchestration = true, Recursive = options?.Recursive ?? false }, cancellation);
    }

    /// <inheritdoc/>
    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        P.PurgeInstanceFilter written = new()
        {
            CreatedTimeFrom = InstanceWire.Write(filter.CreatedFrom),
            CreatedTimeTo = InstanceWire.Write(filter.CreatedTo),
            Timeout = filter.Timeout is { } limit ? Duration.FromTimeSpan(limit) : null,
        };
        written.RuntimeStatus.AddRange((filter.Statuses ?? []).Select(InstanceWire.Write));
        return PurgeAsync(new() { PurgeInstanceFilter = written, Recursive = options?.Recursive ?? false }, cancellation);
    }

    /// <inheritdoc/>
    public override Task<IList<P.HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        P.StreamInstanceHistoryRequest request = new() { InstanceId = instanceId, ForWorkItemProcessing = false };
        return Refusals.History.CallAsync<IList<P.HistoryEvent>>(
            async () =>
            {
                List<P.HistoryEvent> history = [];
                using AsyncServerStreamingCall<P.HistoryChunk> stream = sidecar.StreamInstanceHistory(request, cancellationToken: cancellation);
                await foreach (P.HistoryChunk chunk in stream.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
                {
                    history.AddRange(chunk.Events);
                }

                return history;
            },
            cancellation);
    }

    private static P.GetInstanceRequest Ask(string instanceId, bool inputsAndOutputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new() { InstanceId = instanceId, GetInputsAndOutputs = inputsAndOutputs };
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        P.GetInstanceRequest request, Func<AsyncUnaryCall<P.GetInstanceResponse>> wait, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                P.GetInstanceResponse reached = await Refusals.None.CallAsync(() => wait().ResponseAsync, cancellation).ConfigureAwait(false);
                return reached.OrchestrationState is { } state
                    ? InstanceWire.Read(state, ConverterFor(request.GetInputsAndOutputs))
                    : throw new ArgumentException($"There is no orchestration instance '{request.InstanceId}'.", nameof(request));
            }
            catch (RpcException tooLong) when (tooLong.StatusCode == StatusCode.DeadlineExceeded)
            {
                // A proxy between here and the sidecar may limit how long a call is held open; the wait itself has no limit.
            }
        }
    }

    private async Task<PurgeResult> PurgeAsync(P.PurgeInstancesRequest request, CancellationToken cancellation)
    {
        P.PurgeInstancesResponse purged = await Refusals.Purge
            .CallAsync(() => sidecar.PurgeInstancesAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation).ConfigureAwait(false);
        return new(purged.DeletedInstanceCount, purged.IsComplete);
    }
}
