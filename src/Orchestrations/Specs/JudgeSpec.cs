using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

public enum JudgeKind
{
    /// <summary>The embedded tutor grades its own tasks.</summary>
    Tutor,

    /// <summary>No model: final answer, else overlap with the recorded answer.</summary>
    Reference,

    /// <summary>The teacher's chat model compares both answers.</summary>
    Teacher,
}

/// <summary>The judge of docs/method.md, 3b.</summary>
public sealed record JudgeSpec
{
    [Description("tutor (its own tasks, exact), reference (compares with the recorded answer, no model) or teacher (asks the teacher's model).")]
    public JudgeKind Kind { get; init; } = JudgeKind.Tutor;

    [Description("Ask twice with the order swapped and average, so that position bias cancels. Only for kind teacher.")]
    public bool SwapOrder { get; init; } = true;

    [Description("How often an answer that could not be scored is asked again.")]
    [Range(0, 10)]
    public int Retries { get; init; } = 3;
}
