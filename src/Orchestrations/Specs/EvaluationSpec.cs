using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>The held-out set: drawn before anything else, the same for every planner.</summary>
public sealed record EvaluationSpec
{
    [Description("Held-out tasks for each task family and level, where the tutor writes the seed.")]
    [Range(1, 10_000)]
    public int PerCell { get; init; } = 20;

    [Description("Held-out rows, where the seed is a file. At most a fifth of the file is used.")]
    [Range(1, 1_000_000)]
    public int Rows { get; init; } = 400;

    [Description("Longest answer that a student may give, in tokens.")]
    [Range(1, 8192)]
    public int AnswerTokens { get; init; } = 96;

    [Description("Examples that one call answers, scores or grades together.")]
    [Range(1, 100_000)]
    public int ShardSize { get; init; } = 400;
}
