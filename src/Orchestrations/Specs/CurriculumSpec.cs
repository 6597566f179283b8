using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>The curriculum's options; defaults are the readings of docs/method.md.</summary>
public sealed record CurriculumSpec
{
    [Description("tapir (the method) or random (same budget, nothing selected: what the method has to beat).")]
    public string Planner { get; init; } = "tapir";

    [Description("Rounds after S_0.")]
    [Range(1, 100)]
    public int Rounds { get; init; } = 3;

    [Description("An instruction is hard when the teacher's score exceeds the student's by more than this.")]
    [Range(-9.0, 9.0)]
    public double Threshold { get; init; } = 2;

    [Description("Share of hard examples in a round's training set.")]
    public HardShareSpec HardShare { get; init; } = new();

    [Description("Target share of each task label, summing to 1. Leave it out for the paper's mix; labels that the teacher cannot write give their share to the others.")]
    public IReadOnlyDictionary<string, double> TaskMix { get; init; } = new Dictionary<string, double>();

    [Description("New examples that a round asks for.")]
    [Range(1, 10_000_000)]
    public int RoundSize { get; init; } = 2000;

    [Description("How many examples of the pool the student answers and the judge scores each round; 0 means all.")]
    [Range(0, int.MaxValue)]
    public int PoolSample { get; init; } = 1400;

    [Description("sampling (choose examples so that the hard share holds) or weights (use all, weigh the loss).")]
    public MixingKind Mixing { get; init; } = MixingKind.Sampling;

    [Description("Hard examples shown to the teacher when it writes new ones.")]
    [Range(1, 20)]
    public int InContext { get; init; } = 3;

    [Description("Prefer tasks that the student gets right sometimes over those that it never does, which may not be learnable yet.")]
    public bool Frontier { get; init; } = true;

    [Description("Drop a new instruction whose ROUGE-L with the pool reaches this.")]
    [Range(0.1, 1.0)]
    public double NearDuplicate { get; init; } = 0.7;
}

public enum MixingKind
{
    Sampling,
    Weights,
}

/// <summary>α_1 and Δα of docs/method.md.</summary>
public sealed record HardShareSpec
{
    [Description("Share in round 1.")]
    [Range(0.0, 1.0)]
    public double Start { get; init; } = 0.3;

    [Description("Added each round, up to 1.")]
    [Range(0.0, 1.0)]
    public double Step { get; init; } = 0.2;
}
