using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Worker.Activities;
using Tapir.DurableTask.Worker.Hosting;
using Tapir.DurableTask.Worker.Orchestrations;

namespace Tapir.DurableTask.Worker.Grpc;

/// <summary>A worker that speaks the Durable Task sidecar protocol, to Tapir's sidecar or any other.</summary>
/// <remarks>It connects for ever: a sidecar that goes away is waited for. When the host stops, it takes nothing new, finishes what it has in
/// hand within <see cref="GrpcDurableTaskWorkerOptions.StopTimeout"/> and leaves the rest to others.</remarks>
internal sealed class GrpcDurableTaskWorker : DurableTaskWorker
{
    private readonly GrpcDurableTaskWorkerOptions _options;
    private readonly DurableTaskWorkerWorkItemFilters _filters;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SidecarConnection _connection;
    private readonly WorkItems _items;
    private long _connections;

    [ActivatorUtilitiesConstructor]
    public GrpcDurableTaskWorker(
        string name,
        IOptionsMonitor<GrpcDurableTaskWorkerOptions> options,
        IOptionsMonitor<DurableTaskRegistry> registry,
        IOptionsMonitor<DurableTaskWorkerWorkItemFilters> filters,
        IServiceProvider services,
        ILoggerFactory loggers,
        TimeProvider? time = null)
        : base(name)
    {
        _options = options.Get(name);
        _filters = filters.Get(name);
        _time = time ?? TimeProvider.System;
        _logger = loggers.CreateLogger<GrpcDurableTaskWorker>();
        _connection = new(_options);

        RegisteredTasks tasks = new(registry.Get(name));
        OrchestratorSettings settings = new(
            _options.DataConverter, _options.MaximumTimerInterval, _options.Versioning?.DefaultVersion ?? string.Empty, loggers);
        OrchestrationRunner orchestrations = new(
            started => tasks.CreateOrchestrator(started.Name, started.Version, services), settings, _options.Versioning, new(_options.MaximumWarmOrchestrations), _logger);
        _items = new(
            orchestrations,
            new ActivityRunner(tasks, services, _options.DataConverter),
            _connection,
            new Answers(_connection, _options, _time, _logger),
            _options,
            _logger);
    }

    public override void Dispose()
    {
        base.Dispose();
        _connection.Dispose();
        _items.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using CancellationTokenSource dropped = new();
        int fruitless = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            StreamEnd end = await ConnectAsync(dropped, stoppingToken).ConfigureAwait(false);
            if (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            fruitless = end.WasFruitful ? 1 : fruitless + 1;
            if (fruitless % _options.ChannelRecreateFailureThreshold == 0)
            {
                _connection.Reopen();
            }

            TimeSpan delay = Backoff.FullJitter(fruitless, _options.ReconnectBackoffBase, _options.ReconnectBackoffCap, Random.Shared);
            Log.Disconnected(_logger, _connection.Address, end.Reason, delay);
            await Task.Delay(delay, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await DrainAsync(dropped).ConfigureAwait(false);
    }

    private async Task<StreamEnd> ConnectAsync(CancellationTokenSource dropped, CancellationToken stopping)
    {
        bool fruitful = false;
        long connectionNumber = ++_connections;
        try
        {
            using CancellationTokenSource hello = new(_options.HelloDeadline, _time);
            using (CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(hello.Token, stopping))
            {
                await _connection.Sidecar.HelloAsync(new Empty(), cancellationToken: either.Token).ConfigureAwait(false);
            }

            using CancellationTokenSource silent = new(_options.SilentDisconnectTimeout, _time);
            using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, stopping);
            using AsyncServerStreamingCall<WorkItem> stream = _connection.Sidecar.GetWorkItems(Wanted(), Headers(), cancellationToken: dropped.Token);
            Log.Connected(_logger, _connection.Address);
            while (await stream.ResponseStream.MoveNext(reading.Token).ConfigureAwait(false))
            {
                fruitful = true;
                silent.CancelAfter(_options.SilentDisconnectTimeout);
                _items.Start(stream.ResponseStream.Current, connectionNumber, stopping, dropped.Token);
            }

            return new(fruitful, "the sidecar ended the stream");
        }
        catch (RpcException failed)
        {
            return new(fruitful, failed.StatusCode == StatusCode.Cancelled ? "no sign of life" : failed.Status.ToString());
        }
        catch (OperationCanceledException)
        {
            return new(fruitful, "no sign of life");
        }
        catch (ObjectDisposedException closed)
        {
            return new(fruitful, closed.Message);
        }
    }

    private Metadata Headers() => _options.MaximumWarmOrchestrations > 0 ? new() { { WarmExecutors.Header, "1" } } : [];

    private GetWorkItemsRequest Wanted()
    {
        GetWorkItemsRequest wanted = new()
        {
            MaxConcurrentActivityWorkItems = _options.Concurrency.MaximumConcurrentActivityWorkItems,
            MaxConcurrentOrchestrationWorkItems = _options.Concurrency.MaximumConcurrentOrchestrationWorkItems,
            Capabilities = { WorkerCapability.HistoryStreaming },
            WorkItemFilters = new(),
        };
        wanted.WorkItemFilters.Orchestrations.AddRange(
            _filters.Orchestrations.Select(filter => new OrchestrationFilter { Name = filter.Name, Versions = { filter.Versions } }));
        wanted.WorkItemFilters.Activities.AddRange(
            _filters.Activities.Select(filter => new ActivityFilter { Name = filter.Name, Versions = { filter.Versions } }));
        return wanted;
    }

    private async Task DrainAsync(CancellationTokenSource dropped)
    {
        if (_items.InHand.Count > 0)
        {
            Log.Draining(_logger, _items.InHand.Count, _options.StopTimeout);
            if (!await _items.InHand.WaitAsync(_options.StopTimeout, _time).ConfigureAwait(false))
            {
                Log.Dropped(_logger, _items.InHand.Count);
            }
        }

        await dropped.CancelAsync().ConfigureAwait(false);
    }

    /// <param name="WasFruitful">Whether anything came over the stream.</param>
    /// <param name="Reason">Why it ended.</param>
    private readonly record struct StreamEnd(bool WasFruitful, string Reason);
}
