using Microsoft.Extensions.Logging;
using Tapir.Activities;
using Tapir.Activities.Training;
using Tapir.Functions;
using Tapir.Host.Backups.Clock;
using Tapir.Host.Runs;
using Tapir.Host.Scheduling;
using Tapir.Host.Scheduling.Watching;
using Tapir.Host.Settings;
using Tapir.Models;

namespace Tapir.Host.Engine;

/// <summary>The functions over the rooms of an engine, and what runs them through the cache.</summary>
internal sealed class EngineFunctions(TapirEngine engine, HostSettings settings)
{
    public FunctionCatalog Catalog { get; } = TapirFunctions.Create(new ActivityRooms(
        engine.Artifacts,
        engine.Ledger,
        engine.Results,
        engine.Runs.FolderOf,
        new TeacherAccessOfRuns(engine.Runs).Of,
        (run, cancellation) => OtherRuns.ArtifactsAsync(engine.Client, engine.Histories, run, cancellation),
        new HubRunStarts(engine),
        engine.Clock,
        engine.Loggers)
    {
        Scratch = engine.State.Scratch,
        Downloads = engine.State.Downloads,
        BeginRelease = new CheckpointReleases(engine.State, engine.Artifacts).BeginAsync,
        SliceProcessOf = new SliceIsolation(engine.Runs, SliceProcess.OfThisProgram(engine.Loggers)).Of,
        TakeBackup = new ClockedBackups(engine).TakeAsync,
        OpenPlace = new HostPlaces(engine.State).Open,
        Webhooks = () => [.. HostSettingsFile.Load().Tapir.Webhooks.Select(webhook => webhook.ToWebhook())],
    });

    /// <param name="observers">Told of every call.</param>
    /// <param name="stopping">Cancelled when the program is asked to stop.</param>
    public FunctionRunner CreateRunner(IReadOnlyList<ICallObserver> observers, CancellationToken stopping) => new(
        Catalog,
        engine.Results,
        new StorePresence(engine.Artifacts.ClaimAsync),
        new FunctionRunnerOptions
        {
            NumericEnvironment = NumericEnvironment.Describe,
            DeviceEnvironment = TrainingDevices.Describe,
            Observers = [engine.Results.CallLog, .. observers],
            LoggerFactory = engine.Loggers,
            Time = engine.Clock,
            Stopping = stopping,
            Terminated = new TerminationWatch(engine.Client, engine.Clock).WaitAsync,
            TimeLimitOf = new FunctionTimeLimits(settings.Tapir.TimeLimits).Of,
        });
}
