using Tapir.Artifacts;

namespace Tapir.Orchestrations.Training;

/// <summary>The training is on pairs of answers, by DPO (Rafailov et al., 2023).</summary>
/// <param name="Beta">How hard the student is held to the one that the training begins with.</param>
/// <param name="Reference">That student's log-probabilities of the pairs, shard by shard, in their order.</param>
public sealed record PreferenceObjective(double Beta, IReadOnlyList<ArtifactRef> Reference);
