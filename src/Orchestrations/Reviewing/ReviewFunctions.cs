using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Reviewing;

/// <summary>What a reviewer is shown, and the record of what was decided.</summary>
public static class ReviewFunctions
{
    public static readonly DurableFunction<ShowSelection, ReviewSample> ShowSelection = new("reviewing.show-selection", version: 1, CachePolicy.Forever);

    public static readonly DurableFunction<ShowTraining, ReviewSample> ShowTraining = new("reviewing.show-training", version: 1, CachePolicy.Forever);

    public static readonly DurableFunction<ShowExport, ReviewSample> ShowExport = new("reviewing.show-export", version: 1, CachePolicy.Forever);

    /// <summary>Finds what the same run approved before of the same sample: a run that failed and is begun again does not ask twice.</summary>
    public static readonly DurableFunction<RecallReview, RecalledReview> Recall = new("reviewing.recall", version: 1, CachePolicy.Never);

    /// <summary>Writes a decision down, in <c>runs/RUN/reviews.jsonl</c> and as an artifact. Never cached: its effect is a line in a file, which may have been deleted.</summary>
    public static readonly DurableFunction<ReviewDecision, RecordedReview> Record = new("reviewing.record", version: 1, CachePolicy.Never);
}

/// <param name="Items"><see cref="ReviewItem"/> as JSON lines.</param>
/// <param name="Count">Number of them.</param>
/// <param name="Of">Number of those that they stand for.</param>
public sealed record ReviewSample(ArtifactRef Items, int Count, int Of);

/// <param name="Scores">The round's judgements.</param>
/// <param name="Student">Name of the student that was judged, such as <c>S_0</c>.</param>
/// <param name="Threshold">Gap above which an example is hard.</param>
/// <param name="Count">Examples to show.</param>
public sealed record ShowSelection(
    ArtifactRef Pool, IReadOnlyList<ArtifactRef> Scores, ArtifactRef Plan, string Student, double Threshold, int Count, int RandomSeed);

/// <param name="Scores">The round's judgements, for those examples that were judged.</param>
/// <param name="Pool">Where the examples are that new ones were written after.</param>
/// <param name="Student">Name of the student that was judged.</param>
/// <param name="Count">Examples to show.</param>
public sealed record ShowTraining(ArtifactRef TrainingSet, ArtifactRef Pool, IReadOnlyList<ArtifactRef> Scores, string Student, int Count, int RandomSeed);

/// <param name="Grades">The graded answers of the students to compare, the first one before.</param>
/// <param name="Students">Their names.</param>
/// <param name="Count">Examples to show.</param>
public sealed record ShowExport(IReadOnlyList<ArtifactRef> HeldOut, IReadOnlyList<ArtifactRef> Grades, IReadOnlyList<string> Students, int Count, int RandomSeed);

public sealed record RecallReview(ReviewPoint Point, int Round, ArtifactRef Sample);

/// <param name="Review">The approval; null when there was none.</param>
public sealed record RecalledReview(RecordedReview? Review);
