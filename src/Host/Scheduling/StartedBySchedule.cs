using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>What came of a start by hand.</summary>
/// <param name="Run">The run; null where there is none.</param>
/// <param name="Attempt">What was tried; null where that was earlier, or nobody has heeded it yet.</param>
/// <param name="Overlap">What the schedule does when the run before is not over.</param>
internal sealed record StartedBySchedule(string? Run, AttemptDocument? Attempt, OverlapPolicy Overlap)
{
    /// <value>Whether it came to nothing, and nothing more will come of it.</value>
    public bool IsRefused => Run is null && Attempt is { } attempt && !(attempt.Outcome == "previousOpen" && Overlap == OverlapPolicy.Queue);
}
