using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Tapir.Artifacts;
using Tapir.DurableTask.Client.Grpc;
using Tapir.DurableTask.Protobuf;
using Tapir.Functions;
using Tapir.Host.Engine.Scheduler;
using Tapir.Host.Runs;
using Tapir.Host.Settings;
using Tapir.Host.State;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Engine;

/// <summary>What is kept for a state folder, opened: its records, stores and ledger, and what asks its hub.</summary>
internal sealed class StateRooms
{
    /// <param name="isAlive">Whether a process works on the folder.</param>
    /// <param name="owned">Takes what is to be closed, each as it is opened: a later one may refuse.</param>
    public StateRooms(
        StateFolder state, FolderHub hub, HostSettings settings, TimeProvider clock, ILoggerFactory loggers, Func<bool> isAlive, Stack<IAsyncDisposable> owned)
    {
        Channel = SchedulerConnection.IsOne(hub.Address) ? SchedulerChannel.Open(SchedulerConnection.Parse(hub.Address)) : SidecarChannel.ForAddress(hub.Address);
        owned.Push(new OwnedChannel(Channel));
        Client = new GrpcDurableTaskClient(
            "tapir",
            new GrpcDurableTaskClientOptions { Channel = Channel, DataConverter = FunctionJson.Converter },
            loggers.CreateLogger("Tapir.Client"));
        Ledger = ResponseLedger.Open(state.Ledger, clock);
        owned.Push(Ledger);
        Results = SqliteResultIndex.Open(state.Results);
        owned.Push(Results);
        Artifacts = ArtifactStores.Open(settings.Tapir.Artifacts, state, loggers);
        Runs = new RunCatalog(state);
        Requests = new RunRequests(state, Runs, Artifacts, clock, async id => Ledger.Knows(id) || await Client.GetInstanceAsync(id) is not null);
        HubOperations = new HubOperations(Channel);
        Histories = new InstanceHistories(Channel);
        Parked = new ParkedWork(Client, state.Hub(settings.Extensions.DurableTask.HubName), () => hub.Own);
        Monitor = new RunMonitor(Client, Ledger, Runs, Parked.OfAsync, isAlive);
    }

    public GrpcChannel Channel { get; }

    public DurableTaskClient Client { get; }

    public ResponseLedger Ledger { get; }

    public SqliteResultIndex Results { get; }

    public IArtifactStore Artifacts { get; }

    public RunCatalog Runs { get; }

    public RunRequests Requests { get; }

    public HubOperations HubOperations { get; }

    public InstanceHistories Histories { get; }

    public ParkedWork Parked { get; }

    public RunMonitor Monitor { get; }
}
