using Tapir.Artifacts;
using Tapir.Orchestrations.Evaluation;

namespace Tapir.Activities.Rating;

/// <summary>What the student of a round answered to the held-out instructions.</summary>
/// <param name="Round">0 for S_0.</param>
/// <param name="Grades"><see cref="GradedAnswer"/> as JSON lines.</param>
public sealed record StudentAnswers(int Round, ArtifactRef Grades);
