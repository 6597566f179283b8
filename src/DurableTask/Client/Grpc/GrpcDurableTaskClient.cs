using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using P = Tapir.DurableTask.Protobuf;

namespace Tapir.DurableTask.Client.Grpc;

/// <summary>A client that speaks the Durable Task sidecar protocol, to Tapir's sidecar or any other.</summary>
public sealed partial class GrpcDurableTaskClient : DurableTaskClient
{
    private readonly GrpcDurableTaskClientOptions options;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly GrpcChannel? ownedChannel;
    private readonly P.TaskHubSidecarService.TaskHubSidecarServiceClient sidecar;

    [ActivatorUtilitiesConstructor]
    public GrpcDurableTaskClient(
        string name, IOptionsMonitor<GrpcDurableTaskClientOptions> options, ILogger<GrpcDurableTaskClient> logger, TimeProvider? time = null)
        : this(name, options.Get(name), logger, time)
    {
    }

    /// <param name="name">The client's name; empty for the default one.</param>
    /// <param name="options">Where the sidecar is.</param>
    /// <param name="logger">For what was asked, at debug level.</param>
    /// <param name="time">The clock for request times; null for the system's.</param>
    public GrpcDurableTaskClient(string name, GrpcDurableTaskClientOptions options, ILogger logger, TimeProvider? time = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.logger = logger;
        this.time = time ?? TimeProvider.System;
        CallInvoker? invoker = options.CallInvoker ?? options.Channel?.CreateCallInvoker();
        ownedChannel = invoker is null ? P.SidecarChannel.ForAddress(options.Address) : null;
        sidecar = new(invoker ?? ownedChannel!.CreateCallInvoker());
    }

    public override ValueTask DisposeAsync()
    {
        ownedChannel?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        P.CreateInstanceRequest request = new()
        {
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? (this.options.DefaultVersion.Length > 0 ? this.options.DefaultVersion : null),
            InstanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N"),
            Input = this.options.DataConverter.Serialize(input),
            RequestTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            ScheduledStartTimestamp = InstanceWire.Write(options?.StartAt),
            OrchestrationIdReusePolicy = InstanceWire.ReusePolicy(options?.DedupeStatuses),
        };
        foreach ((string key, string value) in options?.Tags ?? new Dictionary<string, string>())
        {
            request.Tags.Add(key, value);
        }

        using Activity? span = StartSpans.Begin(request);
        Log.Starting(logger, request.Name, request.InstanceId);
        P.CreateInstanceResponse started = await Refusals.Start
            .CallAsync(() => sidecar.StartInstanceAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation).ConfigureAwait(false);
        return started.InstanceId;
    }

    /// <inheritdoc/>
    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        P.RaiseEventRequest request = new()
        {
            InstanceId = instanceId,
            Name = eventName,
            Input = options.DataConverter.Serialize(eventPayload),
        };
        return Refusals.None.CallAsync(() => sidecar.RaiseEventAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation);
    }

    /// <inheritdoc/>
    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        P.TerminateRequest request = new()
        {
            InstanceId = instanceId,
            Output = this.options.DataConverter.Serialize(options?.Output),
            Recursive = options?.Recursive ?? false,
        };
        return Refusals.None.CallAsync(() => sidecar.TerminateInstanceAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation);
    }

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        P.SuspendRequest request = new() { InstanceId = instanceId, Reason = reason };
        return Refusals.None.CallAsync(() => sidecar.SuspendInstanceAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation);
    }

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        P.ResumeRequest request = new() { InstanceId = instanceId, Reason = reason };
        return Refusals.None.CallAsync(() => sidecar.ResumeInstanceAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation);
    }

    /// <inheritdoc/>
    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        P.RestartInstanceRequest request = new() { InstanceId = instanceId, RestartWithNewInstanceId = restartWithNewInstanceId };
        P.RestartInstanceResponse restarted = await Refusals.Restart
            .CallAsync(() => sidecar.RestartInstanceAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation).ConfigureAwait(false);
        return restarted.InstanceId;
    }

    /// <inheritdoc/>
    public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        P.RewindInstanceRequest request = new() { InstanceId = instanceId, Reason = reason };
        return Refusals.Rewind.CallAsync(() => sidecar.RewindInstanceAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation);
    }

    private DataConverter? ConverterFor(bool inputsAndOutputs) => inputsAndOutputs ? options.DataConverter : null;
}
