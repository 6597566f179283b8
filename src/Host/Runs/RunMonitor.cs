using Grpc.Core;
using Tapir.DurableTask.Sidecar;
using Tapir.Host.Results;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Ledger;

namespace Tapir.Host.Runs;

/// <summary>Reads where a run stands: status and rounds from the hub, spending from the ledger.</summary>
/// <param name="parkedOf">What was given up of a run after too many deliveries.</param>
/// <param name="isAlive">Whether a process works on the state folder; without one a run that is not over is interrupted.</param>
internal sealed class RunMonitor(
    DurableTaskClient client, ResponseLedger ledger, RunCatalog catalog, Func<string, Task<IReadOnlyList<ParkedItem>>> parkedOf, Func<bool> isAlive)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    private const string Idle = "No process works on it; the same `tapir run` command goes on.";

    /// <summary>Whether a process works on the state folder.</summary>
    public bool IsAlive => isAlive();

    public async Task<RunDocument> ReadAsync(RunRecord run, CancellationToken cancellation) => (await LookAsync(run, cancellation)).Document;

    /// <summary>The run for people and scripts, and what it was read from, as of the same moment.</summary>
    public async Task<(RunDocument Document, RunProgress Progress)> LookAsync(RunRecord run, CancellationToken cancellation)
    {
        RunProgress progress = await ProgressAsync(run, cancellation);
        return (Document(run, progress, await parkedOf(run.Id)), progress);
    }

    /// <summary>Where the run and its round stand.</summary>
    public async Task<RunProgress> ProgressAsync(RunRecord run, CancellationToken cancellation)
    {
        OrchestrationMetadata? root = await FindAsync(run.Id, cancellation);
        OrchestrationProgress? progress = Read(root);
        OrchestrationMetadata? round = progress is { Rounds.Count: > 0, Preference: null } && root!.RuntimeStatus != OrchestrationRuntimeStatus.Completed
            ? await FindAsync($"{run.Id}:{PartAfter(progress.Rounds.Count, run.Spec)}", cancellation)
            : null;
        bool isHeld = root?.RuntimeStatus == OrchestrationRuntimeStatus.Suspended && (round is null || round.IsCompleted || round.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        return new RunProgress(root, progress, Read(round), isHeld);
    }

    // What comes after so many students, S_0 among them.
    private static string PartAfter(int students, RunSpec spec) =>
        students > spec.Curriculum.Rounds && spec.Training.Preference is not null ? PreferenceTuning.Part : $"round-{students}";

    // A look is made anew rather than waited for without end: a view that stands still because one answer was lost helps nobody.
    private async Task<OrchestrationMetadata?> FindAsync(string instance, CancellationToken cancellation)
    {
        while (true)
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(LongestLook);
            try
            {
                return await client.GetInstanceAsync(instance, getInputsAndOutputs: true, limit.Token);
            }
            catch (Exception late) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested && late is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            {
                // The next look has a stream of its own.
            }
        }
    }

    private RunDocument Document(RunRecord run, RunProgress progress, IReadOnlyList<ParkedItem> parked)
    {
        IReadOnlyList<CallTotals> totals = ledger.TotalsOf(run.Id);
        string status = StatusOf(progress, parked);
        DistillationOutcome? outcome = status == "done" ? progress.Root!.ReadOutputAs<DistillationOutcome>() : null;
        string? phase = status is "done" or "failed" or "cancelled" ? null : progress.Phase;
        return new RunDocument(
            run.Id,
            status,
            phase,
            MessageOf(status, progress, run, parked),
            [.. (outcome?.Rounds ?? progress.Run?.Rounds ?? []).Select(RoundOf)],
            totals.Sum(part => part.Calls),
            totals.Sum(part => part.InputTokens + part.OutputTokens),
            (double)totals.Sum(part => part.Cost),
            outcome is null ? null : Path.Combine(catalog.FolderOf(run.Id), outcome.Student.Folder),
            outcome is null ? null : Path.Combine(catalog.FolderOf(run.Id), outcome.Report.Page))
        {
            Preference = PreferenceOf(outcome?.Preference ?? progress.Run?.Preference),
            Seed = progress.Run?.Seed is { Seed: { Format: not null } seed } ? SeedOf(seed, run.Spec.Seed) : null,
            Parked = [.. parked.Select(item => new ParkedDocument(RunFamily.PartOf(item.InstanceId), item.Name, item.Reason))],
            PauseId = status is "paused" or "suspended" ? progress.PauseId : null,
            IsHeld = progress.IsHeld,
            IsWorkedOn = isAlive(),
        };
    }

    private string StatusOf(RunProgress progress, IReadOnlyList<ParkedItem> parked) => progress.Root?.RuntimeStatus switch
    {
        null => "queued",
        OrchestrationRuntimeStatus.Completed => "done",
        OrchestrationRuntimeStatus.Failed => "failed",
        OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Canceled => "cancelled",
        OrchestrationRuntimeStatus.Suspended => "suspended",
        _ when progress.Paused is not null || parked.Count > 0 => "paused",
        _ when progress.Waiting is not null => "waiting",
        _ => isAlive() ? "running" : "interrupted",
    };

    private string? MessageOf(string status, RunProgress progress, RunRecord run, IReadOnlyList<ParkedItem> parked) => status switch
    {
        "failed" => progress.Root?.FailureDetails is { } failure ? FailureReason.Of(failure) : null,
        "paused" => string.Join(' ', new[] { progress.Paused, GivenUp(run, parked.Count(item => !item.WaitsForAWorker)), Unwanted(parked.Count(item => item.WaitsForAWorker)) }.OfType<string>()),
        "waiting" => $"{progress.Waiting!.Describe(run.Id)}{(isAlive() ? "" : $" {Idle}")}",
        "suspended" => $"Paused by command, or because another run was started: `tapir resume {run.Id}`, or the same `tapir run` command, goes on.{(progress.Paused is { } reason ? $" It was paused before: {reason}" : "")}{(progress.Waiting is { } review ? $" {review.Describe(run.Id)}" : "")}",
        "queued" => "It is in line: `tapir serve` works on it when its turn comes, `tapir run` with its spec at once.",
        "interrupted" => Idle,
        _ => null,
    };

    private static string? GivenUp(RunRecord run, int count) => count == 0
        ? null
        : $"{(count == 1 ? "1 step was" : $"{count} steps were")} given up after too many tries that ended without an answer. The same `tapir run` command, or `tapir resume {run.Id}`, tries again.";

    private static string? Unwanted(int count) => count == 0
        ? null
        : $"{(count == 1 ? "1 step waits" : $"{count} steps wait")} for a worker that has the version asked for; `tapir hub parked` says which. Start the program that began this run as a worker, and it goes on by itself.";

    private static OrchestrationProgress? Read(OrchestrationMetadata? instance) =>
        instance?.SerializedCustomStatus is null ? null : instance.ReadCustomStatusAs<OrchestrationProgress>();

    private static SeedDocument SeedOf(SeedDataset seed, SeedSpec asked) =>
        new(seed.RowsRead + seed.RowsRejected, seed.RowsRejected, seed.OverlappingOf(asked), seed.HeldOutCount, seed.PoolCount);

    private static RoundDocument RoundOf(RoundOutcome round) => new(
        round.Round,
        round.Counted.Accuracy.Value,
        round.Counted.Accuracy.Low,
        round.Counted.Accuracy.High,
        round.Counted.Loss,
        round.Counted.ByTask.ToDictionary(task => task.Task, TaskOf),
        round.Trained.Tokens,
        round.TrainingSet.ToString());

    private static PreferenceDocument? PreferenceOf(PreferenceOutcome? preference) => preference is { Tuned: { } tuned }
        ? new PreferenceDocument(
            preference.Name,
            tuned.Counted.Accuracy.Value,
            tuned.Counted.Accuracy.Low,
            tuned.Counted.Accuracy.High,
            tuned.Counted.Loss,
            tuned.Counted.ByTask.ToDictionary(task => task.Task, TaskOf),
            tuned.Trained.Tokens,
            preference.Pairs.Count,
            preference.Pairs.Pairs.ToString())
        : null;

    private static TaskDocument TaskOf(TaskAccuracy task) =>
        new(task.Correct, task.Total, task.Accuracy.Value, task.Accuracy.Low, task.Accuracy.High);
}
