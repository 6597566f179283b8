namespace Tapir.Teachers.Prompts;

/// <summary>A judge's scores of the two answers it was shown.</summary>
/// <param name="A">Score of the answer shown first, 1 to 10.</param>
/// <param name="B">Score of the answer shown second, 1 to 10.</param>
/// <param name="Reason">The judge's own words; for people, never parsed.</param>
public sealed record JudgeVerdict(double A, double B, string? Reason);
