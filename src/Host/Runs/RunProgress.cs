using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Reviewing;

namespace Tapir.Host.Runs;

/// <summary>Where a run's orchestrations stand.</summary>
/// <param name="Root">The run's own instance; null before it was started.</param>
/// <param name="Run">Its custom status.</param>
/// <param name="Round">Custom status of the round that is under way, or in which the run ended.</param>
/// <param name="IsHeld">Whether the run and its round are suspended, so that no step begins.</param>
internal sealed record RunProgress(OrchestrationMetadata? Root, OrchestrationProgress? Run, OrchestrationProgress? Round, bool IsHeld)
{
    /// <summary>Why the run waits for a person; null when it does not.</summary>
    public string? Paused => Run?.Paused ?? Round?.Paused;

    /// <summary>Which pause it is; null when it does not wait.</summary>
    public string? PauseId => Run?.Paused is not null ? $"run {Run.Pauses}" : Round?.Paused is not null ? $"round-{Run!.Rounds.Count} {Round.Pauses}" : null;

    /// <summary>The review that is waited for, or was when the run ended; null when none is.</summary>
    public PendingReview? Waiting => Run?.Waiting ?? Round?.Waiting;

    /// <summary>The review that an answer would be heard for; null when there is none.</summary>
    public PendingReview? Pending => Root is { IsCompleted: false } ? Waiting : null;

    /// <summary>What was decided at review points that are in no finished round; null for none.</summary>
    public IReadOnlyList<RecordedReview>? UnfinishedReviews
    {
        get
        {
            List<RecordedReview> reviews = [.. Round?.Reviews ?? [], .. Run?.Reviews ?? []];
            return reviews.Count > 0 ? reviews : null;
        }
    }

    public string? Phase => Round is { } round ? $"{Run?.Phase}: {round.Phase}" : Run?.Phase;
}
