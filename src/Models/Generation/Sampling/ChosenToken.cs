namespace Tapir.Models.Generation.Sampling;

/// <summary>A token that was chosen.</summary>
/// <param name="Ranking">How likely it and the likeliest were; empty where nobody asked.</param>
internal readonly record struct ChosenToken(int Id, TokenRanking Ranking);
