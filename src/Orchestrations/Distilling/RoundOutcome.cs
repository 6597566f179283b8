using System.Text.Json.Serialization;
using Tapir.Artifacts;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Expansion;
using Tapir.Orchestrations.Planning;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Orchestrations.Distilling;

/// <summary>What one round made. Round 0 is S_0, which has no plan.</summary>
/// <param name="Pool">The pool that the next round starts from.</param>
public sealed record RoundOutcome(
    int Round,
    TrainedStudent Trained,
    Measurement Measurement,
    ArtifactRef TrainingSet,
    ArtifactRef Pool,
    CurriculumOutcome? Curriculum)
{
    /// <value>The model that the run began with, beside S_0; null in other rounds, and where the student was born in the run.</value>
    public LoadedStudent? BegunWith { get; init; }

    /// <value>The student on held-out tasks of the tutor, where the seed is a file and they are asked for; null otherwise.</value>
    public Measurement? TutorTasks { get; init; }

    /// <value>Where exact answers are counted: the tutor's tasks if there are such, else the seed's own held-out part.</value>
    [JsonIgnore]
    public Measurement Counted => TutorTasks ?? Measurement;

    /// <value>What was decided at the round's review points; null for none.</value>
    public IReadOnlyList<RecordedReview>? Reviews { get; init; }
}

/// <summary>What the curriculum did in a round: what was planned, written, dropped and put together.</summary>
/// <param name="Scores">Scored answers of the pool's sample, shard by shard.</param>
/// <param name="Written">Candidates that the teacher wrote.</param>
/// <param name="WriteFailures">Requests without a usable reply, by reason.</param>
/// <param name="Answered">Accepted instructions that the teacher answered.</param>
/// <param name="AnsweredByTask">The same by task label.</param>
/// <param name="RefinementsRejected">Rewritings that were not taken; the first answer stays.</param>
/// <param name="AnswerRejections">Answers dropped, by reason.</param>
public sealed record CurriculumOutcome(
    ArtifactRef Plan,
    PlanSummary Planned,
    IReadOnlyList<ArtifactRef> Scores,
    int Written,
    IReadOnlyDictionary<string, int> WriteFailures,
    FilteredInstructions Filtered,
    int Answered,
    IReadOnlyDictionary<string, int> AnsweredByTask,
    int Refined,
    int RefinementsRejected,
    IReadOnlyDictionary<string, int> AnswerRejections,
    AssemblySummary Assembled)
{
    /// <value>The answers that were scored, shard by shard; null where no preference tuning follows that would need them.</value>
    public IReadOnlyList<ArtifactRef>? Answers { get; init; }
}
