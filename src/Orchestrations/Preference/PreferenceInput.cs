using System.Text.Json.Serialization;
using Tapir.Artifacts;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Preference;

/// <summary>What a preference tuning starts with.</summary>
/// <param name="Last">The last round: its student is tuned.</param>
/// <param name="Judged">What the rounds judged.</param>
public sealed record PreferenceInput(RunSpec Spec, SeedDataset Seed, RoundOutcome Last, IReadOnlyList<RoundJudgements> Judged)
{
    /// <value>Held-out tasks of the tutor to measure on besides; null for none.</value>
    public SeedDataset? TutorTasks { get; init; }

    /// <value>All that no training set may contain, in shards.</value>
    [JsonIgnore]
    public IReadOnlyList<ArtifactRef> HeldOut => [.. Seed.HeldOut, .. TutorTasks?.HeldOut ?? []];

    /// <value>As the run's own.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsWatched { get; init; }
}
