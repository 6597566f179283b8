using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Tapir.Activities;
using Tapir.Activities.Training;
using Tapir.Artifacts;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Protobuf;
using Tapir.DurableTask.Sidecar;
using Tapir.Functions;
using Tapir.Host.Backups.Clock;
using Tapir.Host.Engine.Scheduler;
using Tapir.Host.Holding;
using Tapir.Host.Logs;
using Tapir.Host.Runs;
using Tapir.Host.Scheduling;
using Tapir.Host.Scheduling.Watching;
using Tapir.Host.Settings;
using Tapir.Host.Sharing;
using Tapir.Host.State;
using Tapir.Host.Telemetry;
using Tapir.Models;
using Tapir.Orchestrations.Pausing;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Engine;

/// <summary>The rooms put together over one state folder: sidecar, client, stores, functions and, when asked, a worker. Worker, client and sidecar
/// talk gRPC over a Unix socket even inside one process, so that there is one path.</summary>
internal sealed class TapirEngine : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> owned = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly ILoggerFactory loggers;
    private readonly HostSettings settings = HostSettingsFile.Load();
    private StateLock? hold;
    private ArtifactsHold? artifactsHold;
    private SidecarHost? sidecar;
    private bool hasTelemetry;
    private GrpcChannel channel = null!;

    private TapirEngine(StateFolder state, TimeProvider clock)
    {
        State = state;
        Clock = clock;
        RunLogs = new RunLogs(run => Path.Combine(state.Runs, run), clock);
        loggers = EngineLogging.Create(RunLogs);
    }

    public StateFolder State { get; }

    public TimeProvider Clock { get; }

    public ILoggerFactory Loggers => loggers;

    /// <summary>What is logged of each run, kept beside it.</summary>
    public RunLogs RunLogs { get; }

    public RunCatalog Runs { get; private set; } = null!;

    public RunRequests Requests { get; private set; } = null!;

    public IArtifactStore Artifacts { get; private set; } = null!;

    public ResponseLedger Ledger { get; private set; } = null!;

    public SqliteResultIndex Results { get; private set; } = null!;

    public FunctionCatalog Functions { get; private set; } = null!;

    public DurableTaskClient Client { get; private set; } = null!;

    public InstanceHistories Histories { get; private set; } = null!;

    /// <summary>What people ask of the hub itself.</summary>
    public HubOperations HubOperations { get; private set; } = null!;

    public RunMonitor Monitor { get; private set; } = null!;

    /// <summary>What was given up after too many deliveries.</summary>
    public ParkedWork Parked { get; private set; } = null!;

    /// <summary>Who is told of runs that this process starts.</summary>
    public IReadOnlyList<WebhookSettings> Webhooks => settings.Tapir.Webhooks;

    /// <summary>Whether this process runs the sidecar; else another one does.</summary>
    public bool OwnsHub => hold is not null;

    /// <value>Whether this process serves workers and clients that come and go: a run is under way then although no worker is in this process.</value>
    public bool IsServing { get; set; }

    /// <summary>When the other process that runs the sidecar took the folder; null when this one does. A call that began before was cut off.</summary>
    public DateTimeOffset? OthersSince => OwnsHub ? null : StateLock.OwnerOf(State)?.Since;

    /// <param name="clock">The system's where left out.</param>
    /// <exception cref="StateException">Another process runs the sidecar and <paramref name="access"/> is not <see cref="EngineAccess.Join"/>, or one works with the
    /// artifacts and it is <see cref="EngineAccess.Sweep"/>.</exception>
    public static Task<TapirEngine> OpenAsync(StateFolder state, EngineAccess access, CancellationToken cancellation, TimeProvider? clock = null) =>
        OpenAsync(new TapirEngine(state, clock ?? TimeProvider.System), engine => engine.FindSidecarAsync(access, cancellation), works: access != EngineAccess.Join, cancellation);

    /// <summary>Opens the folder for work for a sidecar that another process runs.</summary>
    /// <param name="address"><c>http://host:port</c>, <c>unix:///path</c>, or the connection string of a managed scheduler.</param>
    /// <exception cref="StateException">Artifacts are being removed, and that does not come to an end.</exception>
    public static Task<TapirEngine> OpenAtAsync(StateFolder state, string address, CancellationToken cancellation) => OpenAsync(
        new TapirEngine(state, TimeProvider.System),
        async engine =>
        {
            engine.artifactsHold = await engine.NewSearch().HoldArtifactsAsync(EngineAccess.Join, cancellation);
            return address;
        },
        works: true,
        cancellation);

    /// <summary>A runner of functions through the cache, for the worker or for one call from the command line.</summary>
    public FunctionRunner CreateRunner(params ICallObserver[] observers) => new(
        Functions,
        Results,
        new StorePresence(Artifacts.ClaimAsync),
        new FunctionRunnerOptions
        {
            NumericEnvironment = NumericEnvironment.Describe,
            DeviceEnvironment = TrainingDevices.Describe,
            Observers = [Results.CallLog, .. observers],
            LoggerFactory = loggers,
            Time = Clock,
            Stopping = stopping.Token,
            Terminated = new TerminationWatch(Client, Clock).WaitAsync,
            TimeLimitOf = new FunctionTimeLimits(settings.Tapir.TimeLimits).Of,
        });

    /// <summary>Begins to send traces, metrics and logs of this process, where that is wanted; once. Whoever works or serves does; who only looks does not.</summary>
    public void StartTelemetry()
    {
        if (!hasTelemetry && TelemetryExport.Start(settings, loggers) is { } export)
        {
            owned.Push(export);
        }

        hasTelemetry = true;
    }

    /// <summary>Starts a worker in this process.</summary>
    /// <param name="observer">Told of every call.</param>
    /// <param name="functions">Which functions it offers, as a glob such as <c>training.*</c>; null for runs with all that they call.</param>
    public Task StartWorkerAsync(ICallObserver observer, string? functions, CancellationToken cancellation) =>
        StartWorkerAsync(functions is null ? WorkerOffer.Runs : WorkerOffer.Functions(functions), cancellation, observer);

    /// <summary>Starts a worker in this process.</summary>
    /// <param name="observers">Told of every call.</param>
    /// <exception cref="StateException">The artifacts lie in a shared store, and a copy of this state folder is at work elsewhere.</exception>
    public async Task StartWorkerAsync(WorkerOffer offer, CancellationToken cancellation, params ICallObserver[] observers)
    {
        StartTelemetry();
        await HoldSharedStoreAsync(cancellation);
        owned.Push(await EngineWorker.StartAsync(CreateRunner(observers), channel, offer, settings.Extensions.DurableTask, stopping, loggers, cancellation));
    }

    /// <summary>Lets workers on other machines in, where host.json says where.</summary>
    /// <param name="observer">Told of every call that they make.</param>
    /// <returns>The address; null where none are let in.</returns>
    /// <exception cref="StateException">The address is not guarded well enough, or cannot be listened on.</exception>
    public async Task<string?> LetWorkersInAsync(ICallObserver observer, CancellationToken cancellation)
    {
        if (Hub is null || DoorPlan.Of(settings.Tapir.Workers, Environment.GetEnvironmentVariable) is not { } plan)
        {
            return null;
        }

        SharedRooms rooms = new(
            Artifacts,
            new Uploads(State.Uploads, Artifacts, Clock),
            Results,
            Ledger,
            new CallsFromElsewhere(Ledger, Clock),
            new WatchedCalls(observer, Clock),
            Describe);
        WorkerDoor door = await WorkerDoor.OpenAsync(plan, Hub, rooms, Clock, loggers, cancellation);
        owned.Push(door);
        return door.Address;
    }

    /// <summary>Says in a shared artifact store what the runs need, and that this process works, until the engine is disposed. Nothing where the artifacts lie in the folder.</summary>
    /// <exception cref="StateException">A copy of this state folder is at work elsewhere.</exception>
    public async Task HoldSharedStoreAsync(CancellationToken cancellation)
    {
        if (Artifacts is not BlobArtifactStore shared || owned.Any(part => part is StoreHold))
        {
            return;
        }

        HolderIdentity self = HolderIdentity.Of(State);
        owned.Push(await StoreHold.TakeAsync(
            shared, self, token => StateNeeds.OfAsync(this, token), mayEnd: OwnsHub, Clock, loggers.CreateLogger("Tapir.Holding"), Console.Error, cancellation));
        // What was restored here has been said anew now.
        await shared.Holders.TryForgetAsync(HolderIdentity.OfRestored(State, State.Root).Id, cancellation);
    }

    /// <summary>The blob store that host.json names, whether or not the artifacts are kept there.</summary>
    /// <exception cref="StateException">It names none.</exception>
    public BlobArtifactStore OpenBlobs() => ArtifactStores.OpenBlobs(settings.Tapir.Artifacts, State.Copies, loggers);

    /// <value>The task hub, when this process runs it; else null, and only what its client may ask can be told of it.</value>
    public TaskHub? Hub => sidecar?.Hub;

    /// <summary>Lets an unfinished run make its refused calls again; also those whose refusal is still on its way.</summary>
    public Task ContinueAsync(string run, CancellationToken cancellation) => new RunFamily(Client, run).RaiseAsync(RunEvents.Continue, payload: null, cancellation);

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }

        artifactsHold?.Dispose();
        hold?.Dispose();
        loggers.Dispose();
        RunLogs.Dispose();
        stopping.Dispose();
    }

    // One that works holds a shared store from the beginning: what it stores before its worker starts, such as a run's seed, is needed too.
    private static async Task<TapirEngine> OpenAsync(TapirEngine engine, Func<TapirEngine, Task<string>> findSidecar, bool works, CancellationToken cancellation)
    {
        try
        {
            engine.Connect(await findSidecar(engine));
            if (works)
            {
                await engine.HoldSharedStoreAsync(cancellation);
            }

            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private async Task<string> FindSidecarAsync(EngineAccess access, CancellationToken cancellation)
    {
        SidecarSearch search = NewSearch();
        (hold, string? address) = await search.FindAsync(access, cancellation);
        artifactsHold = await search.HoldArtifactsAsync(access, cancellation);
        if (hold is null)
        {
            return address!;
        }

        sidecar = await SidecarHost.StartAsync(
            new SidecarOptions { HubPath = State.Hub(settings.Extensions.DurableTask.HubName), UnixSocketPath = State.Socket }, loggers, Clock, cancellation);
        owned.Push(sidecar);
        if (access != EngineAccess.Sweep)
        {
            hold.Announce(sidecar.Address);
        }

        return sidecar.Address;
    }

    private SharedRun Describe(string run)
    {
        RunRecord? record = Runs.TryGet(run);
        return new SharedRun(run, record, TeacherAccessOfRuns.IsPublicOnly(record), Ledger.BudgetOf(run));
    }

    private SidecarSearch NewSearch() => new(State, Clock, Console.Error);

    private void Connect(string address)
    {
        channel = SchedulerConnection.IsOne(address) ? SchedulerChannel.Open(SchedulerConnection.Parse(address)) : SidecarChannel.ForAddress(address);
        owned.Push(new DisposableChannel(channel));
        Client = new GrpcDurableTaskClient(
            "tapir",
            new GrpcDurableTaskClientOptions { Channel = channel, DataConverter = FunctionJson.Converter },
            loggers.CreateLogger("Tapir.Client"));
        Ledger = ResponseLedger.Open(State.Ledger, Clock);
        owned.Push(Ledger);
        Results = SqliteResultIndex.Open(State.Results);
        owned.Push(Results);
        Artifacts = ArtifactStores.Open(settings.Tapir.Artifacts, State, loggers);
        Runs = new RunCatalog(State);
        Requests = new RunRequests(State, Runs, Artifacts, Clock, async id => Ledger.Knows(id) || await Client.GetInstanceAsync(id) is not null);
        HubOperations = new HubOperations(channel);
        Histories = new InstanceHistories(channel);
        Parked = new ParkedWork(Client, State.Hub(settings.Extensions.DurableTask.HubName), () => Hub);
        Monitor = new RunMonitor(Client, Ledger, Runs, Parked.OfAsync, isAlive: () => !OwnsHub || IsServing || owned.Any(part => part is EngineWorker));
        Functions = TapirFunctions.Create(new ActivityRooms(
            Artifacts,
            Ledger,
            Results,
            Runs.FolderOf,
            new TeacherAccessOfRuns(Runs).Of,
            (run, cancellation) => OtherRuns.ArtifactsAsync(Client, Histories, run, cancellation),
            new HubRunStarts(this),
            Clock,
            loggers)
        {
            Scratch = State.Scratch,
            Downloads = State.Downloads,
            BeginRelease = new CheckpointReleases(State, Artifacts).BeginAsync,
            SliceProcessOf = new SliceIsolation(Runs, SliceProcess.OfThisProgram(loggers)).Of,
            TakeBackup = new ClockedBackups(this).TakeAsync,
            OpenPlace = new HostPlaces(State).Open,
            Webhooks = () => [.. HostSettingsFile.Load().Tapir.Webhooks.Select(webhook => webhook.ToWebhook())],
        });
    }

    private sealed class DisposableChannel(GrpcChannel channel) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            channel.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
