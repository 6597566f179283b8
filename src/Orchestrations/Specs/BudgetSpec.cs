using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>Limits of what a run may spend on chat models. None means no limit.</summary>
public sealed record BudgetSpec
{
    /// <summary>The most money that a budget may have. It is counted in billionths, in 64 bits, which end at 9.22e9.</summary>
    public const double MostMoney = 9e9;

    [Description("Calls of chat models.")]
    [Range(0, long.MaxValue)]
    public long? Calls { get; init; }

    [Description("Tokens in and out.")]
    [Range(0, long.MaxValue)]
    public long? Tokens { get; init; }

    [Description("Money, in the currency of the price table.")]
    [Range(0.0, MostMoney)]
    public double? Money { get; init; }
}

/// <summary>What a model costs.</summary>
public sealed record PriceSpec
{
    [Description("Per million input tokens.")]
    [Range(0.0, 1e9)]
    public double Input { get; init; }

    [Description("Per million output tokens.")]
    [Range(0.0, 1e9)]
    public double Output { get; init; }
}
