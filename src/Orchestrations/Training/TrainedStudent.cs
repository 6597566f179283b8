using Tapir.Artifacts;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Training;

/// <summary>What a whole training run made.</summary>
/// <param name="LeftOut">Examples that do not fit the student's context and were left out.</param>
/// <param name="Checkpoint">The last one, which stays; null in what an earlier Tapir wrote.</param>
public sealed record TrainedStudent(
    StudentRef Student, long Tokens, long Steps, int LeftOut, IReadOnlyList<LossPoint> Losses, ArtifactRef? Checkpoint = null)
{
    /// <value>Examples whose instruction lost its end, so that they fit; null for none.</value>
    public int? Cut { get; init; }
}
