using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.DurableTask.Sidecar;
using Tapir.Functions;
using Tapir.Host.Logs;
using Tapir.Host.Runs;
using Tapir.Host.Settings;
using Tapir.Host.State;
using Tapir.Orchestrations.Pausing;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Engine;

/// <summary>A state folder in use, and the way to all that commands, API and page need of it: its hub (<see cref="FolderHub"/>), its rooms (<see cref="StateRooms"/>) and, when
/// asked, work (<see cref="EngineWork"/>). Worker, client and sidecar talk gRPC over a Unix socket even inside one process, so that there is one path.</summary>
internal sealed class TapirEngine : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> owned = new();
    private readonly HostSettings settings = HostSettingsFile.Load();
    private FolderHub hub = null!;
    private StateRooms rooms = null!;

    private TapirEngine(StateFolder state, TimeProvider clock)
    {
        State = state;
        Clock = clock;
        RunLogs = new RunLogs(run => Path.Combine(state.Runs, run), clock);
        Loggers = EngineLogging.Create(RunLogs);
    }

    public StateFolder State { get; }

    public TimeProvider Clock { get; }

    public ILoggerFactory Loggers { get; }

    /// <summary>What is logged of each run, kept beside it.</summary>
    public RunLogs RunLogs { get; }

    public RunCatalog Runs => rooms.Runs;

    public RunRequests Requests => rooms.Requests;

    public IArtifactStore Artifacts => rooms.Artifacts;

    public ResponseLedger Ledger => rooms.Ledger;

    public SqliteResultIndex Results => rooms.Results;

    public FunctionCatalog Functions => Work.Functions;

    public DurableTaskClient Client => rooms.Client;

    public InstanceHistories Histories => rooms.Histories;

    /// <summary>What people ask of the hub itself.</summary>
    public HubOperations HubOperations => rooms.HubOperations;

    public RunMonitor Monitor => rooms.Monitor;

    /// <summary>What was given up after too many deliveries.</summary>
    public ParkedWork Parked => rooms.Parked;

    /// <summary>What this process does for runs.</summary>
    public EngineWork Work { get; private set; } = null!;

    /// <summary>Who is told of runs that this process starts.</summary>
    public IReadOnlyList<WebhookSettings> Webhooks => settings.Tapir.Webhooks;

    /// <summary>Whether this process runs the sidecar; else another one does.</summary>
    public bool OwnsHub => hub.IsOwn;

    /// <value>The task hub, when this process runs it; else null, and only what its client may ask can be told of it.</value>
    public TaskHub? Hub => hub.Own;

    /// <summary>When the other process that runs the sidecar took the folder; null when this one does. A call that began before was cut off.</summary>
    public DateTimeOffset? OthersSince => hub.OthersSince;

    /// <value>Whether this process serves workers and clients that come and go: a run is under way then although no worker is in this process.</value>
    public bool IsServing { get; set; }

    /// <param name="clock">The system's where left out.</param>
    /// <exception cref="StateException">Another process runs the sidecar and <paramref name="access"/> is not <see cref="EngineAccess.Join"/>, or one works with the
    /// artifacts and it is <see cref="EngineAccess.Sweep"/>.</exception>
    public static Task<TapirEngine> OpenAsync(StateFolder state, EngineAccess access, CancellationToken cancellation, TimeProvider? clock = null) => OpenAsync(
        new TapirEngine(state, clock ?? TimeProvider.System),
        engine => FolderHub.FindAsync(state, access, engine.settings.Extensions.DurableTask.HubName, engine.Clock, engine.Loggers, cancellation),
        works: access != EngineAccess.Join,
        cancellation);

    /// <summary>Opens the folder for work for a sidecar that another process runs.</summary>
    /// <param name="address"><c>http://host:port</c>, <c>unix:///path</c>, or the connection string of a managed scheduler.</param>
    /// <exception cref="StateException">Artifacts are being removed, and that does not come to an end.</exception>
    public static Task<TapirEngine> OpenAtAsync(StateFolder state, string address, CancellationToken cancellation) => OpenAsync(
        new TapirEngine(state, TimeProvider.System), engine => FolderHub.AtAsync(state, address, engine.Clock, cancellation), works: true, cancellation);

    /// <summary>The blob store that host.json names, whether or not the artifacts are kept there.</summary>
    /// <exception cref="StateException">It names none.</exception>
    public BlobArtifactStore OpenBlobs() => ArtifactStores.OpenBlobs(settings.Tapir.Artifacts, State.Copies, Loggers);

    /// <summary>Lets an unfinished run make its refused calls again; also those whose refusal is still on its way.</summary>
    public Task ContinueAsync(string run, CancellationToken cancellation) => new RunFamily(Client, run).RaiseAsync(RunEvents.Continue, payload: null, cancellation);

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }

        Work?.Dispose();
        Loggers.Dispose();
        RunLogs.Dispose();
    }

    // One that works holds a shared store from the beginning: what it stores before its worker starts, such as a run's seed, is needed too.
    private static async Task<TapirEngine> OpenAsync(TapirEngine engine, Func<TapirEngine, Task<FolderHub>> findHub, bool works, CancellationToken cancellation)
    {
        try
        {
            engine.Open(await findHub(engine));
            if (works)
            {
                await engine.Work.HoldSharedStoreAsync(cancellation);
            }

            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private void Open(FolderHub found)
    {
        hub = found;
        owned.Push(hub);
        rooms = new StateRooms(State, hub, settings, Clock, Loggers, isAlive: () => !OwnsHub || IsServing || Work.HasWorker, owned);
        Work = new EngineWork(this, rooms.Channel, settings, owned);
    }
}
