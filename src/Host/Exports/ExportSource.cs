using Tapir.Artifacts;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Seeding;

namespace Tapir.Host.Exports;

/// <summary>What is exported: a round of a run.</summary>
/// <param name="Rounds">S_0 to the round that is meant, which is the last.</param>
/// <param name="Preference">The preference tuning after them; null where there was none, or it is not meant.</param>
internal sealed record ExportSource(IArtifactStore Artifacts, RunRecord Run, SeedDataset Seed, IReadOnlyList<RoundOutcome> Rounds, PreferenceOutcome? Preference)
{
    public LastStudent Student => LastStudent.Of(Rounds, Preference);
}
