namespace Tapir.Models.Generation.Sampling;

/// <summary>One thing that is wrong with <see cref="GenerationOptions"/>.</summary>
/// <param name="Property">Name of the property.</param>
/// <param name="Message">What is wrong and what it may be.</param>
public sealed record OptionProblem(string Property, string Message);
