namespace Tapir.Models.Generation.Sampling;

/// <summary>How likely a token was, by the model alone: before temperature, penalties and filters.</summary>
/// <param name="LogProbability">Natural logarithm of the chosen token's probability.</param>
/// <param name="Best">The likeliest tokens, the likeliest first.</param>
public sealed record TokenRanking(double LogProbability, IReadOnlyList<RankedToken> Best)
{
    /// <summary>Nobody asked for it.</summary>
    public static TokenRanking None { get; } = new(0, []);
}
