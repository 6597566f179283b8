using Tapir.Artifacts;
using Tapir.Curriculum.Rating;
using Tapir.Orchestrations.Evaluation;

namespace Tapir.Activities.Rating;

/// <summary>What a student answered to the held-out instructions.</summary>
/// <param name="Grades"><see cref="GradedAnswer"/> as JSON lines.</param>
public sealed record StudentAnswers(Contestant Student, ArtifactRef Grades);
