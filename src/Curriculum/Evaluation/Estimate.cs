namespace Tapir.Curriculum.Evaluation;

/// <summary>A measured value with its confidence interval.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public readonly record struct Estimate(double Value, double Low, double High);
