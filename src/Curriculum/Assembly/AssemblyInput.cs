using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;

namespace Tapir.Curriculum.Assembly;

/// <summary>What a round's training set is put together from.</summary>
public sealed record AssemblyInput
{
    /// <summary>Hard examples in the order in which the plan wants them taken.</summary>
    public required IReadOnlyList<TrainingCandidate> Hard { get; init; }

    /// <summary>What the teacher wrote this round and the filters let through; all are equal in rank.</summary>
    public required IReadOnlyList<TrainingCandidate> Expanded { get; init; }

    /// <summary>Other examples of the pool, used only where hard and expanded together stay below <see cref="Budget"/>; so that two planners can be
    /// compared at the same number of training tokens. Empty by default.</summary>
    public IReadOnlyList<TrainingCandidate> Fill { get; init; } = [];

    /// <summary>α.</summary>
    public required HardShare HardShare { get; init; }

    /// <summary>How α is brought about.</summary>
    public Mixing Mixing { get; init; } = Mixing.SamplingRatio;

    /// <summary>Most response tokens in the set; null for no bound. The set stops at the last example that fits.</summary>
    public TokenCount? Budget { get; init; }

    /// <summary>The largest weight an example may get (<see cref="Mixing.Weights"/> only): a handful of hard examples must not carry half the loss.
    /// Where it binds, the hard share shrinks.</summary>
    /// <value>1 or more; 5 by default.</value>
    public double MaximumWeight { get; init; } = 5;

    /// <summary>Instructions that must not be trained on.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = [];

    /// <summary>Leave out, too, what shares a run of this many words with a held-out instruction; null for equality after normalisation alone.</summary>
    /// <value>1 or more; 13 is usual for imported data. Null by default, since templated tasks share long runs by design.</value>
    public int? HeldOutOverlap { get; init; }

    /// <summary>For the order of the set and for which of the expanded fit into a budget.</summary>
    public required long Seed { get; init; }
}
