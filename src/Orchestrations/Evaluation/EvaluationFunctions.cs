using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Evaluation;

/// <summary>Step 3i: exact answers on held-out tasks.</summary>
public static class EvaluationFunctions
{
    public static readonly DurableFunction<GradeAnswers, Measurement> Grade = new("evaluation.grade", version: 1, CachePolicy.Forever);
}

/// <param name="HeldOut">Shards of held-out examples.</param>
/// <param name="Answers">The student's answers, shard by shard.</param>
/// <param name="Losses">Loss of the recorded answers, shard by shard.</param>
/// <param name="Verifiable">Whether the tutor grades; else answers are compared with the recorded ones.</param>
/// <param name="RandomSeed">Of the bootstrap.</param>
public sealed record GradeAnswers(
    IReadOnlyList<ArtifactRef> HeldOut,
    IReadOnlyList<AnsweredShard> Answers,
    IReadOnlyList<MeasuredLoss> Losses,
    bool Verifiable,
    int RandomSeed);

/// <summary>How a student did on the held-out set.</summary>
/// <param name="Accuracy">Macro average over task labels, 0 to 1, with its 95 % bootstrap interval.</param>
/// <param name="ByCell">Exact answers by task family and level, where they are known.</param>
/// <param name="Loss">Mean loss of the recorded answers, in nats per token.</param>
/// <param name="Grades"><see cref="GradedAnswer"/> as JSON lines.</param>
public sealed record Measurement(
    AccuracyInterval Accuracy,
    int Count,
    IReadOnlyList<TaskAccuracy> ByTask,
    IReadOnlyList<CellAccuracy> ByCell,
    double Loss,
    ArtifactRef Grades)
{
    /// <value>Instructions that are too long for the student: cut, or without an answer. Null for none.</value>
    public int? LongInstructions { get; init; }
}

/// <summary>A share between 0 and 1 with its 95 % interval.</summary>
public sealed record AccuracyInterval(double Value, double Low, double High);

public sealed record TaskAccuracy(string Task, int Correct, int Total, AccuracyInterval Accuracy);

public sealed record CellAccuracy(string Family, int Level, int Correct, int Total);

public sealed record GradedAnswer(string Id, string Task, string Answer, bool Exact, double Score);
