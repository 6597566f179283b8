using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Seeding;

namespace Tapir.Orchestrations.Distilling;

/// <summary>Custom status of an orchestration: where it stands, for whoever watches.</summary>
/// <param name="Phase">What it does now, in words.</param>
public sealed record OrchestrationProgress(string Phase)
{
    /// <value>Why the run waits for a person; null when it does not.</value>
    public string? Paused { get; init; }

    /// <value>How often it has paused so far: tells a pause that was answered from the next one with the same reason.</value>
    public int Pauses { get; init; }

    /// <value>The review that is waited for; null when none is.</value>
    public PendingReview? Waiting { get; init; }

    /// <value>What was decided at this orchestration's own review points; null for none.</value>
    public IReadOnlyList<RecordedReview>? Reviews { get; init; }

    /// <value>The imported seed, once there is one.</value>
    public LabelledSeed? Seed { get; init; }

    /// <value>Rounds that are done, S_0 as round 0.</value>
    public IReadOnlyList<RoundOutcome> Rounds { get; init; } = [];

    /// <value>What the preference tuning made; null before its end, and where the spec asks for none.</value>
    public PreferenceOutcome? Preference { get; init; }
}
