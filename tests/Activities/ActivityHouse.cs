using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tapir.Activities.Scratch;
using Tapir.Activities.Teaching;
using Tapir.Activities.Tests.Scheduling;
using Tapir.Activities.Tests.Scheduling.Watching;
using Tapir.Activities.Tests.Students;
using Tapir.Activities.Training;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models.Checkpoints.Hub;
using Tapir.Orchestrations.Backups;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Budgets;
using Tapir.Teachers.Ledger;

namespace Tapir.Activities.Tests;

/// <summary>All functions over a state folder that goes away with the test.</summary>
internal sealed class ActivityHouse : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("tapir-activities-").FullName;
    private readonly ResponseLedger ledger;
    private readonly SqliteResultIndex results;

    public ActivityHouse()
        : this(rooms => rooms)
    {
    }

    /// <param name="change">Makes other rooms of the usual ones.</param>
    public ActivityHouse(Func<ActivityRooms, ActivityRooms> change)
    {
        Place.Write("a.jsonl", "{\"instruction\": \"Say a.\", \"response\": \"a\"}\n");
        Place.Write("b.json", "[{ \"instruction\": \"Say b.\", \"input\": \"\", \"output\": \"b\" }]");
        ledger = ResponseLedger.Open(Path.Combine(root, "ledger.db"), TimeProvider.System);
        results = SqliteResultIndex.Open(Path.Combine(root, "results.db"));
        Artifacts = new FolderArtifactStore(Path.Combine(root, "artifacts"));
        Rooms = change(new ActivityRooms(
            Artifacts,
            ledger,
            results,
            RunFolder,
            _ => new TeacherAccess(new TeacherSpec { KeyVariable = "TAPIR_TEST_KEY" }, PriceTable.Empty),
            (_, _) => Task.FromResult<IReadOnlyList<IReadOnlySet<string>>>(OtherRuns),
            Starts,
            TimeProvider.System,
            NullLoggerFactory.Instance)
        {
            Scratch = new ScratchFolders(Scratch),
            Downloads = Path.Combine(root, "downloads"),
            Hub = new HubOptions { Endpoint = FixtureHub.Endpoint },
            OpenPlace = _ => Place,
            TakeBackup = (asked, _) => Task.FromResult(new TakenBackup(asked.Key, DateTimeOffset.UnixEpoch)),
        });
        Functions = TapirFunctions.Create(Rooms);
        Runner = new FunctionRunner(Functions, results, new StoredArtifacts(Artifacts), new FunctionRunnerOptions { NumericEnvironment = () => "here", DeviceEnvironment = TrainingDevices.Describe, Observers = [results.CallLog] });
    }

    public ActivityRooms Rooms { get; }

    /// <summary>What unfinished runs beside the one of the test refer to.</summary>
    public List<IReadOnlySet<string>> OtherRuns { get; } = [];

    /// <summary>What functions need as files while they work.</summary>
    public string Scratch => Path.Combine(root, ".scratch");

    public RecordedStarts Starts { get; } = new();

    /// <summary>The place that schedules watch.</summary>
    public MemoryPlace Place { get; } = new();

    public IArtifactStore Artifacts { get; }

    public FunctionCatalog Functions { get; }

    public FunctionRunner Runner { get; }

    public string RunFolder(string run) => Directory.CreateDirectory(Path.Combine(root, "runs", run)).FullName;

    /// <summary>Reads the input of a fixture, after storing the files that it refers to.</summary>
    public async Task<TInput> InputOfAsync<TInput>(string fixture)
    {
        FunctionFixture recorded = FunctionFixture.Read(Path.Combine(FixtureFolder.Path, $"{fixture}.json"));
        foreach (string file in recorded.Files ?? [])
        {
            await Artifacts.PutFileAsync(Path.Combine(FixtureFolder.Path, file));
        }

        return recorded.Input.Deserialize<TInput>(FunctionJson.Options)!;
    }

    public async ValueTask DisposeAsync()
    {
        await results.DisposeAsync();
        await ledger.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }
}
