namespace Tapir.Teachers.Budgets;

/// <summary>What one model costs.</summary>
/// <param name="InputPerMillion">For a million input tokens, in the table's currency; 0 or more.</param>
/// <param name="OutputPerMillion">For a million output tokens, in the table's currency; 0 or more.</param>
public sealed record ModelPrice(decimal InputPerMillion, decimal OutputPerMillion)
{
    public static readonly ModelPrice Free = new(0, 0);

    /// <summary>Cost of a call, in the table's currency.</summary>
    public decimal Of(long inputTokens, long outputTokens) =>
        (inputTokens * InputPerMillion + outputTokens * OutputPerMillion) / 1_000_000m;
}
