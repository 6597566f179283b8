using Microsoft.Extensions.Logging;
using Tapir.Activities.Notifying;
using Tapir.Activities.Scheduling;
using Tapir.Activities.Scheduling.Watching;
using Tapir.Activities.Teaching;
using Tapir.Activities.Training;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Backups;
using Tapir.Teachers.Ledger;

namespace Tapir.Activities;

/// <summary>What all functions work with, beside the state folder; put together by the host.</summary>
/// <param name="RunFolder">The folder of a run, by its id; it may not exist yet.</param>
/// <param name="Access">How a run reaches its teacher, by its id; asked for every call, so that a change holds from the next one on.</param>
/// <param name="OtherRuns">For each run that is not over, but for the one with this id: the artifacts that its steps were given or made, as references.</param>
/// <param name="RunStarts">What schedules start and end runs by.</param>
public sealed record ActivityRooms(
    IArtifactStore Artifacts,
    ResponseLedger Ledger,
    SqliteResultIndex Results,
    Func<string, string> RunFolder,
    Func<string, TeacherAccess> Access,
    Func<string, CancellationToken, Task<IReadOnlyList<IReadOnlySet<string>>>> OtherRuns,
    IRunStarts RunStarts,
    TimeProvider Clock,
    ILoggerFactory Loggers)
    : WorkRooms(Artifacts, Ledger, Access, Clock, Loggers)
{
    /// <value>Who is told of runs, read anew for each notice; no one unless set.</value>
    public Func<IReadOnlyList<Webhook>> Webhooks { get; init; } = () => [];

    /// <value>Asked before checkpoints are removed; null while none may be, such as while a backup is taken. Whenever they like unless set.</value>
    public Func<CancellationToken, Task<CheckpointRelease?>> BeginRelease { get; init; } =
        _ => Task.FromResult<CheckpointRelease?>(new CheckpointRelease(new HashSet<ArtifactRef>(), () => { }));

    /// <value>Takes a backup of the state folder; the host knows how.</value>
    public Func<TakeBackup, CancellationToken, Task<TakenBackup>> TakeBackup { get; init; } =
        (_, _) => throw new InvalidOperationException("This process takes no backups.");

    /// <value>Reads an environment variable by name; this process's environment unless set.</value>
    public Func<string, string?> ReadVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <value>Opens a place that a schedule watches, by the name that its trigger has; a <see cref="PlaceException"/> says why it may not. No place unless set.</value>
    public Func<string, IWatchedPlace> OpenPlace { get; init; } = place => throw new PlaceException($"'{place}' cannot be watched: this worker knows no places.");
}
