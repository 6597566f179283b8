using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;

namespace Tapir.Orchestrations.Planning;

/// <summary>Steps 3c, 3d and 3g: what to sample, select, ask for and put together. The decisions are pure; these functions read and write artifacts around them.</summary>
public static class PlanningFunctions
{
    public static readonly DurableFunction<SamplePool, PoolShards> SamplePool = new("planning.sample-pool", version: 1, CachePolicy.Forever);

    public static readonly DurableFunction<PlanRound, PlannedRound> Plan = new("planning.plan-round", version: 1, CachePolicy.Forever);

    public static readonly DurableFunction<AssembleRound, AssembledRound> Assemble = new("planning.assemble-round", version: 3, CachePolicy.Forever);
}

/// <param name="Count">How many examples; 0 means all.</param>
public sealed record SamplePool(ArtifactRef Pool, int Count, int ShardSize, int RandomSeed);

public sealed record PoolShards(IReadOnlyList<ArtifactRef> Shards, int Count);

/// <param name="Scores">This round's judgements.</param>
/// <param name="PreviousScores">Those of the round before, to tell what was learnt since.</param>
/// <param name="Tokenizer">Counts the tokens of responses.</param>
/// <param name="Teacher">Tells which labels new instructions can be written for.</param>
public sealed record PlanRound(
    int Round,
    ArtifactRef Pool,
    IReadOnlyList<ArtifactRef> Scores,
    IReadOnlyList<ArtifactRef> PreviousScores,
    ArtifactRef Tokenizer,
    CurriculumSpec Curriculum,
    double HardShare,
    TeacherKind Teacher,
    int RandomSeed);

/// <param name="Plan">The plan as a JSON document.</param>
/// <param name="Requests">Expansion requests as JSON lines, in shards.</param>
public sealed record PlannedRound(ArtifactRef Plan, IReadOnlyList<ArtifactRef> Requests, PlanSummary Summary);

/// <summary>A plan's figures, small enough for the history.</summary>
/// <param name="MeanGap">Mean of teacher's minus student's score over what was scored.</param>
/// <param name="GapHistogram">Number of scored examples with a gap of -9 to 9, 19 counts.</param>
/// <param name="Unplanned">New examples that no label had room for.</param>
/// <param name="Cells">What was shown, failed, learnt since the last round and planned by family and level.</param>
public sealed record PlanSummary(
    int Judged,
    int Unscored,
    int Hard,
    double MeanGap,
    IReadOnlyList<int> GapHistogram,
    int Unplanned,
    IReadOnlyList<QuotaSummary> Quotas,
    IReadOnlyList<CellSummary> Cells);

/// <param name="Target">Share of the task mix.</param>
/// <param name="Wanted">Examples that the mix asks for.</param>
/// <param name="Planned">Examples asked of the teacher, redistribution included.</param>
/// <param name="Reason">Why less was planned than wanted; null when it was not.</param>
public sealed record QuotaSummary(string Task, double Target, int Wanted, int Planned, string? Reason);

public sealed record CellSummary(string Task, string Family, int Level, int Shown, int Failed, int Learnt, int Planned);

/// <param name="Tokenizer">Counts the tokens of responses: the hard share is a share of them.</param>
public sealed record AssembleRound(
    ArtifactRef Pool,
    ArtifactRef Plan,
    IReadOnlyList<ArtifactRef> Expanded,
    IReadOnlyList<ArtifactRef> HeldOut,
    ArtifactRef Tokenizer,
    CurriculumSpec Curriculum,
    double HardShare,
    int RandomSeed);

/// <param name="TrainingSet">Examples with weights, as JSON lines, in training order.</param>
/// <param name="Pool">The pool and every accepted expansion: the next round's pool.</param>
public sealed record AssembledRound(ArtifactRef TrainingSet, ArtifactRef Pool, AssemblySummary Summary);

/// <param name="HardShareReason">Why the actual share is another than the wanted one; null where it is not, or hardly.</param>
public sealed record AssemblySummary(
    int Hard,
    int Expanded,
    int HeldOutRemoved,
    double WantedHardShare,
    double ActualHardShare,
    string? HardShareReason,
    int PoolCount);
