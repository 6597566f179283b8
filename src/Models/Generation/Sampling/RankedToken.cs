namespace Tapir.Models.Generation.Sampling;

/// <summary>A token and the natural logarithm of its probability.</summary>
public readonly record struct RankedToken(int Id, double LogProbability);
