namespace Tapir.Curriculum.Planning;

/// <summary>What a round will do.</summary>
/// <param name="Planner">The planner's name.</param>
/// <param name="Round">1-based.</param>
/// <param name="HardShare">α, as asked for.</param>
/// <param name="HardExampleIds">The examples to train on again, in the order in which they are to be taken; assembly takes as many as α asks for.</param>
/// <param name="Quotas">Per label of the mix, in the order of the labels' names.</param>
/// <param name="Unplanned">How many of the wanted new examples no label had room for.</param>
/// <param name="Requests">What to ask the teacher for; the counts sum to the planned quotas.</param>
/// <param name="Cells">Per label, family and level: shown, failed, learnt, requested, in the cells' order.</param>
/// <param name="UnscoredCount">Examples left out of the selection because they have no score.</param>
public sealed record RoundPlan(
    string Planner,
    int Round,
    HardShare HardShare,
    IReadOnlyList<string> HardExampleIds,
    IReadOnlyList<LabelQuota> Quotas,
    int Unplanned,
    IReadOnlyList<ExpansionRequest> Requests,
    IReadOnlyList<CellCounts> Cells,
    int UnscoredCount);
