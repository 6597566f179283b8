using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Artifacts;
using Tapir.DurableTask;
using Tapir.DurableTask.Worker;
using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.Live;
using Tapir.Host.Runs;
using Tapir.Host.Serving;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Serving;

/// <summary>A process that has the hub and the line of runs, without a worker: a run that has begun stays where it is. It can be switched off and on.</summary>
internal sealed class ServedRuns : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int places;
    private EndedRuns? ended;
    private RunBoard? board;

    private ServedRuns(int places) => this.places = places;

    public TapirEngine Engine { get; private set; } = null!;

    public RunQueue Queue { get; private set; } = null!;

    public RunControl Control { get; private set; } = null!;

    public StateFolder State => StateFolder.Open(folder.File("state"));

    /// <param name="places">How many runs are worked on at a time; 0 to leave all in line.</param>
    public static async Task<ServedRuns> StartAsync(int places)
    {
        ServedRuns served = new(places);
        await served.SwitchOnAsync();
        return served;
    }

    public async Task SwitchOnAsync()
    {
        Engine = await TapirEngine.OpenAsync(State, EngineAccess.Own, CancellationToken.None);
        Engine.IsServing = true;
        Queue = await RunQueue.StartAsync(Engine, new TapirSettings { MaxConcurrentRuns = places }, NullLogger.Instance, CancellationToken.None);
        ended = new EndedRuns(Engine);
        board = new RunBoard(Engine, new CallTrees(TimeProvider.System), Queue, ended, new RunFileAddresses(new HostSettings()), TimeProvider.System);
        Control = new RunControl(Engine, Queue, board);
    }

    public async Task SwitchOffAsync()
    {
        Control.Dispose();
        board?.Dispose();
        ended?.Dispose();
        await Queue.DisposeAsync();
        await Engine.DisposeAsync();
    }

    /// <summary>Records a run in this process.</summary>
    public Task<RunRecord> RecordAsync() => RecordAsync(Engine.Requests);

    /// <summary>Records a run as another process does.</summary>
    public Task<RunRecord> RecordElsewhereAsync() =>
        RecordAsync(new RunRequests(State, new RunCatalog(State), new FolderArtifactStore(State.Artifacts), TimeProvider.System, _ => Task.FromResult(false)));

    /// <summary>Records a run and lets it begin.</summary>
    public async Task<RunRecord> BeginAsync()
    {
        RunRecord run = await RecordAsync();
        await Queue.TurnAsync();
        Assert.DoesNotContain(run.Id, Queue.Waiting);
        return run;
    }

    /// <summary>Records a run that is cancelled in line.</summary>
    public async Task<RunRecord> CancelledAsync()
    {
        RunRecord run = await RecordAsync();
        await Control.TerminateAsync(run, "not needed", CancellationToken.None);
        Assert.AreEqual("cancelled", await StatusAsync(run));
        return run;
    }

    /// <summary>Starts a worker whose runs say where they stand, and stay there.</summary>
    public async Task<IHost> WorkAsync(OrchestrationProgress progress)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker => worker
            .AddTasks(tasks => tasks.AddOrchestratorFunc<DistillationInput>(nameof(Distillation), async (context, _) =>
            {
                context.SetCustomStatus(progress);
                await context.WaitForExternalEvent<string>("never");
            }))
            .Configure(options => options.DataConverter = FunctionJson.Converter)
            .UseGrpc($"unix://{State.Socket}"));
        IHost worker = builder.Build();
        await worker.StartAsync();
        return worker;
    }

    public RunFamily Family(RunRecord run) => new(Engine.Client, run.Id);

    public async Task<string> StatusAsync(RunRecord run) => (await Engine.Monitor.ReadAsync(run, CancellationToken.None)).Status;

    public async ValueTask DisposeAsync()
    {
        await SwitchOffAsync();
        folder.Dispose();
    }

    private static Task<RunRecord> RecordAsync(RunRequests requests) =>
        requests.RecordAsync(new RunSpec { Name = "mine" }, SpecOrigin.Operator, requestKey: null, CancellationToken.None);
}
