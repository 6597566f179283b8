using Google.Protobuf;
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
/// <remarks>It connects for ever: a sidecar that goes away is waited for. When the host stops, it hands back what still comes, finishes what it has in
/// hand within <see cref="GrpcDurableTaskWorkerOptions.StopTimeout"/> and leaves the rest to others. Until then its stream stays open: with the end of it the sidecar takes for lost what it has
/// in hand.</remarks>
internal sealed class GrpcDurableTaskWorker : DurableTaskWorker
{
    private readonly GrpcDurableTaskWorkerOptions options;
    private readonly DurableTaskWorkerWorkItemFilters filters;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SidecarConnection connection;
    private readonly WorkItems items;
    private long connections;
    private string session = NewSession();

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
        this.options = options.Get(name);
        this.filters = filters.Get(name);
        this.time = time ?? TimeProvider.System;
        logger = loggers.CreateLogger<GrpcDurableTaskWorker>();
        connection = new(this.options);

        RegisteredTasks tasks = new(registry.Get(name));
        IExceptionPropertiesProvider? exceptionProperties = services.GetService<IExceptionPropertiesProvider>();
        OrchestratorSettings settings = new(
            this.options.DataConverter, this.options.MaximumTimerInterval, this.options.Versioning?.DefaultVersion ?? string.Empty, loggers, exceptionProperties);
        OrchestrationRunner orchestrations = new(
            started => tasks.CreateOrchestrator(started.Name, started.Version, services),
            settings,
            this.options.Versioning,
            new(this.options.MaximumWarmOrchestrations),
            logger,
            this.options.OrchestrationFilter ?? services.GetService<IOrchestrationFilter>(),
            started => tasks.OtherOrchestratorVersion(started.Name, started.Version));
        items = new(
            orchestrations,
            new ActivityRunner(tasks, services, this.options.DataConverter, exceptionProperties),
            connection,
            new Answers(connection, this.options, this.time, logger),
            this.options,
            this.time,
            logger);
    }

    public override void Dispose()
    {
        base.Dispose();
        connection.Dispose();
        items.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using CancellationTokenSource dropped = new();
        Task drained = DrainWhenStoppedAsync(dropped, stoppingToken);
        int fruitless = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            StreamEnd end = await ConnectAsync(dropped, stoppingToken).ConfigureAwait(false);
            if (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            fruitless = end.WasFruitful ? 1 : fruitless + 1;
            if (fruitless % options.ChannelRecreateFailureThreshold == 0)
            {
                connection.Reopen();
            }

            TimeSpan delay = Backoff.FullJitter(fruitless, options.ReconnectBackoffBase, options.ReconnectBackoffCap, Random.Shared);
            Log.Disconnected(logger, connection.Address, end.Reason, delay);
            await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await drained.ConfigureAwait(false);
    }

    private async Task<StreamEnd> ConnectAsync(CancellationTokenSource dropped, CancellationToken stopping)
    {
        bool fruitful = false;
        long connectionNumber = ++connections;
        try
        {
            using CancellationTokenSource hello = new(options.HelloDeadline, time);
            using (CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(hello.Token, stopping))
            {
                await connection.Sidecar.HelloAsync(new Empty(), cancellationToken: either.Token).ConfigureAwait(false);
            }

            using CancellationTokenSource silent = new(options.SilentDisconnectTimeout, time);
            using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, dropped.Token);
            using AsyncServerStreamingCall<WorkItem> stream = connection.Sidecar.GetWorkItems(Wanted(), Headers(), cancellationToken: dropped.Token);
            Log.Connected(logger, connection.Address);
            while (await stream.ResponseStream.MoveNext(reading.Token).ConfigureAwait(false))
            {
                fruitful = true;
                silent.CancelAfter(options.SilentDisconnectTimeout);
                if (stopping.IsCancellationRequested)
                {
                    items.HandBack(stream.ResponseStream.Current, dropped.Token);
                }
                else
                {
                    items.Start(stream.ResponseStream.Current, connectionNumber, stopping, dropped.Token);
                }
            }

            return new(fruitful, "the sidecar ended the stream");
        }
        catch (RpcException failed)
        {
            session = WasCut(failed) ? session : NewSession();
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

    private static string NewSession() => $"{Guid.NewGuid():N}";

    /// <summary>Whether it was the way that failed. Otherwise something that came over it may have broken the stream, and would do so again.</summary>
    private static bool WasCut(RpcException failed) => failed.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled
        || failed.Status.DebugException is HttpRequestException or (IOException and not InvalidProtocolBufferException);

    private Metadata Headers()
    {
        Metadata headers = new() { { WorkerSession.Header, session } };
        if (options.MaximumWarmOrchestrations > 0)
        {
            headers.Add(WarmExecutors.Header, "1");
        }

        return headers;
    }

    private GetWorkItemsRequest Wanted()
    {
        GetWorkItemsRequest wanted = new()
        {
            MaxConcurrentActivityWorkItems = options.Concurrency.MaximumConcurrentActivityWorkItems,
            MaxConcurrentOrchestrationWorkItems = options.Concurrency.MaximumConcurrentOrchestrationWorkItems,
            Capabilities = { WorkerCapability.HistoryStreaming },
            WorkItemFilters = new(),
        };
        wanted.WorkItemFilters.Orchestrations.AddRange(
            filters.Orchestrations.Select(filter => new OrchestrationFilter { Name = filter.Name, Versions = { filter.Versions } }));
        wanted.WorkItemFilters.Activities.AddRange(
            filters.Activities.Select(filter => new ActivityFilter { Name = filter.Name, Versions = { filter.Versions } }));
        return wanted;
    }

    private async Task DrainWhenStoppedAsync(CancellationTokenSource dropped, CancellationToken stopping)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (items.InHand.Count > 0)
        {
            Log.Draining(logger, items.InHand.Count, options.StopTimeout);
            if (!await items.InHand.WaitAsync(options.StopTimeout, time).ConfigureAwait(false))
            {
                Log.Dropped(logger, items.InHand.Count);
            }
        }

        await dropped.CancelAsync().ConfigureAwait(false);
    }

    /// <param name="WasFruitful">Whether anything came over the stream.</param>
    /// <param name="Reason">Why it ended.</param>
    private readonly record struct StreamEnd(bool WasFruitful, string Reason);
}
