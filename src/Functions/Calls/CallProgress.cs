namespace Tapir.Functions;

/// <summary>How far a call is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 when unknown.</param>
/// <param name="Unit">What is counted, in the plural; null when it needs no name.</param>
public sealed record CallProgress(long Done, long Total, string? Unit);
