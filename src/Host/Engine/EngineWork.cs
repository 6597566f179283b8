using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Host.Holding;
using Tapir.Host.Settings;
using Tapir.Host.Sharing;
using Tapir.Host.State;
using Tapir.Host.Telemetry;

namespace Tapir.Host.Engine;

/// <summary>What a process does over the rooms of an engine beside asking: it works, lets others work, holds the shared store for that and says how it goes.</summary>
/// <param name="owned">Takes what is to be ended with the engine.</param>
internal sealed class EngineWork(TapirEngine engine, GrpcChannel channel, HostSettings settings, Stack<IAsyncDisposable> owned) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly EngineFunctions functions = new(engine, settings);
    private bool hasTelemetry;

    public FunctionCatalog Functions => functions.Catalog;

    /// <value>Whether a worker runs in this process.</value>
    public bool HasWorker => owned.Any(part => part is EngineWorker);

    /// <summary>A runner of functions through the cache, for the worker or for one call from the command line.</summary>
    public FunctionRunner CreateRunner(params ICallObserver[] observers) => functions.CreateRunner(observers, stopping.Token);

    /// <summary>Begins to send traces, metrics and logs of this process, where that is wanted; once. Whoever works or serves does; who only looks does not.</summary>
    public void StartTelemetry()
    {
        if (!hasTelemetry && TelemetryExport.Start(settings, engine.Loggers) is { } export)
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
        owned.Push(await EngineWorker.StartAsync(CreateRunner(observers), channel, offer, settings.Extensions.DurableTask, stopping, engine.Loggers, cancellation));
    }

    /// <summary>Lets workers on other machines in, where host.json says where and this process runs the hub.</summary>
    /// <param name="observer">Told of every call that they make.</param>
    /// <returns>The address; null where none are let in.</returns>
    /// <exception cref="StateException">The address is not guarded well enough, or cannot be listened on.</exception>
    public async Task<string?> LetWorkersInAsync(ICallObserver observer, CancellationToken cancellation)
    {
        if (engine.Hub is not { } hub || DoorPlan.Of(settings.Tapir.Workers, Environment.GetEnvironmentVariable) is not { } plan)
        {
            return null;
        }

        WorkerDoor door = await WorkerDoor.OpenAsync(plan, hub, EngineShare.Of(engine, observer), engine.Clock, engine.Loggers, cancellation);
        owned.Push(door);
        return door.Address;
    }

    /// <summary>Says in a shared artifact store what the runs need, and that this process works, until the engine is disposed. Nothing where the artifacts lie in the folder.</summary>
    /// <exception cref="StateException">A copy of this state folder is at work elsewhere.</exception>
    public async Task HoldSharedStoreAsync(CancellationToken cancellation)
    {
        if (engine.Artifacts is not BlobArtifactStore shared || owned.Any(part => part is StoreHold))
        {
            return;
        }

        HolderIdentity self = HolderIdentity.Of(engine.State);
        ILogger logger = engine.Loggers.CreateLogger("Tapir.Holding");
        owned.Push(await StoreHold.TakeAsync(shared, self, token => StateNeeds.OfAsync(engine, token), mayEnd: engine.OwnsHub, engine.Clock, logger, Console.Error, cancellation));
        // What was restored here has been said anew now.
        await shared.Holders.TryForgetAsync(HolderIdentity.OfRestored(engine.State, engine.State.Root).Id, cancellation);
    }

    public void Dispose() => stopping.Dispose();
}
