using Tapir.Artifacts;
using Tapir.Curriculum.Preference;
using Tapir.Functions;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Orchestrations.Preference;

/// <summary>What a preference tuning needs besides training: its pairs, and what a student makes of them.</summary>
public static class PreferenceFunctions
{
    /// <summary>Chooses the pairs among what the rounds judged; asks no judge.</summary>
    public static readonly DurableFunction<SelectPairs, SelectedPairs> SelectPairs = new("preference.select-pairs", version: 1, CachePolicy.Forever);

    /// <summary>A student's log-probabilities of both answers of each pair. Those of the student before its tuning are computed once: the slices read them.</summary>
    public static readonly DurableFunction<MeasurePairs, MeasuredPairs> MeasurePairs = new("preference.measure-pairs", version: 1, CachePolicy.Forever)
    {
        Numeric = true,
        Device = pairs => pairs.Device ?? "",
    };
}

/// <param name="Student">The student that will be tuned: it says what a pair is in tokens, and which fit its context.</param>
/// <param name="Pool">Where the judged examples are, with the teacher's answers.</param>
/// <param name="HeldOut">Shards of held-out examples.</param>
/// <param name="Threshold">The teacher's score exceeds the student's by more than this.</param>
/// <param name="Tokens">Most tokens of all pairs together, for one pass.</param>
/// <param name="ShardSize">Pairs that one call measures.</param>
public sealed record SelectPairs(
    StudentRef Student,
    ArtifactRef Pool,
    IReadOnlyList<RoundJudgements> Judged,
    IReadOnlyList<ArtifactRef> HeldOut,
    double Threshold,
    long Tokens,
    int ShardSize,
    int RandomSeed);

/// <summary>What one round judged.</summary>
/// <param name="Answers">The student's answers, shard by shard.</param>
/// <param name="Scores">Their scores, in the same shards and order.</param>
public sealed record RoundJudgements(int Round, IReadOnlyList<ArtifactRef> Answers, IReadOnlyList<ArtifactRef> Scores);

/// <param name="Pairs"><see cref="PreferencePair"/> as JSON lines, all of them.</param>
/// <param name="Shards">The same in shards.</param>
/// <param name="Tokens">Tokens of one pass over them.</param>
/// <param name="ByRound">Number of pairs by the round that judged them.</param>
/// <param name="LeftOut">Answers that were clearly worse and are in no pair, by reason.</param>
public sealed record SelectedPairs(
    ArtifactRef Pairs, IReadOnlyList<ArtifactRef> Shards, int Count, long Tokens, IReadOnlyDictionary<int, int> ByRound, IReadOnlyDictionary<string, int> LeftOut);

/// <param name="Pairs">A shard of pairs.</param>
public sealed record MeasurePairs(StudentRef Student, ArtifactRef Pairs)
{
    /// <value>The device it is computed on; null for the processor.</value>
    public string? Device { get; init; }

    /// <value>In what, as the training that compares with it; null for float32.</value>
    public TrainingPrecision? Precision { get; init; }
}

/// <param name="LogProbabilities"><see cref="PairLogProbabilities"/> as JSON lines, in the order of the pairs.</param>
public sealed record MeasuredPairs(ArtifactRef LogProbabilities, int Count);

/// <summary>Summed log-probabilities of a pair's answers under one student, in nats.</summary>
/// <param name="Id">Id of the pair.</param>
/// <param name="ChosenTokens">Tokens of the chosen answer, its end among them.</param>
/// <param name="RejectedTokens">Tokens of the rejected answer, its end among them where it has one.</param>
public sealed record PairLogProbabilities(string Id, double Chosen, double Rejected, int ChosenTokens, int RejectedTokens);
