using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>The held-out set: drawn before anything else, the same for every planner.</summary>
public sealed record EvaluationSpec
{
    // A fifth of a file at most is held out, so that a small file is not measured away.
    private const int LargestHeldOutPartDivisor = 5;

    [Description("Held-out tasks for each task family and level, where the tutor writes the seed or tutorTasks is true.")]
    [Range(1, 10_000)]
    public int PerCell { get; init; } = 20;

    [Description("Held-out rows, where the seed is a file. At most a fifth of the file is used.")]
    [Range(1, 1_000_000)]
    public int Rows { get; init; } = 400;

    [Description("Where the seed is a file: also measure exact answers on held-out tasks of the tutor, perCell of each family and level. No training set contains them. A seed of the tutor's is measured on such anyway.")]
    public bool? TutorTasks { get; init; }

    [Description("Longest answer that a student may give, in tokens.")]
    [Range(1, 8192)]
    public int AnswerTokens { get; init; } = 96;

    [Description("Examples that one call answers, scores or grades together.")]
    [Range(1, 100_000)]
    public int ShardSize { get; init; } = 400;

    /// <summary>How many rows of a seed file are held out.</summary>
    /// <param name="rows">Rows that are used; 2 or more.</param>
    public int HeldOutOf(int rows) => Math.Clamp(rows / LargestHeldOutPartDivisor, 1, Rows);
}
