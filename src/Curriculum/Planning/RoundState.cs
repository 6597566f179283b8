using Tapir.Curriculum.Selection;

namespace Tapir.Curriculum.Planning;

/// <summary>All that a planner decides from. The same state gives the same plan, whatever the order of pool, judgements and cells.</summary>
/// <param name="Round">1-based.</param>
/// <param name="Pool">The examples that were answered this round: the seed and every expansion accepted before it, or a sample of them.</param>
/// <param name="Judgements">By example id. An example without one counts as unscored.</param>
/// <param name="Settings">What the round is asked to do.</param>
/// <param name="Seed">For every choice that is left to chance.</param>
/// <param name="PreviousJudgements">Of the round before, by example id, to tell what was learnt since; null in the first.</param>
public sealed record RoundState(
    int Round,
    IReadOnlyList<PoolEntry> Pool,
    IReadOnlyDictionary<string, Judgement> Judgements,
    RoundSettings Settings,
    long Seed,
    IReadOnlyDictionary<string, Judgement>? PreviousJudgements = null);
