using System.Text.Json.Serialization;
using Tapir.Artifacts;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Distilling;

/// <summary>What a run starts with.</summary>
/// <param name="Spec">The resolved spec.</param>
/// <param name="SeedFile">The user's seed file as an artifact; null when the tutor writes the seed.</param>
public sealed record DistillationInput(RunSpec Spec, ArtifactRef? SeedFile)
{
    /// <value>Whether somebody asked to be told of runs when this one was started. Where nobody did, no notice is made.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsWatched { get; init; }

    /// <value>More seed files whose rows join those of the first; null for none.</value>
    public IReadOnlyList<SeedSource>? AlsoSeeds { get; init; }

    /// <value>The model to begin with, as files; null where the student is born in the run, or its files are still to be fetched.</value>
    public IReadOnlyList<ModelFile>? ModelFiles { get; init; }
}

/// <summary>What a finished run made.</summary>
public sealed record DistillationOutcome(LabelledSeed Seed, IReadOnlyList<RoundOutcome> Rounds, ExportedStudent Student, WrittenReport Report)
{
    /// <value>What was decided before the export; null for none.</value>
    public IReadOnlyList<RecordedReview>? Reviews { get; init; }

    /// <value>What the preference tuning made; null where the spec asks for none.</value>
    public PreferenceOutcome? Preference { get; init; }
}

/// <summary>What a round starts with.</summary>
/// <param name="Previous">S_(r-1) and its pool.</param>
public sealed record RoundInput(RunSpec Spec, SeedDataset Seed, RoundOutcome Previous, int Round)
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
