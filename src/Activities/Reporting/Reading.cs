namespace Tapir.Activities.Reporting;

/// <summary>One decision that the method's texts leave open, and how this run took it.</summary>
/// <param name="Option">The spec's key, for example <c>judge.swapOrder</c>.</param>
/// <param name="Value">The value in force.</param>
/// <param name="Meaning">What that value means, in one sentence.</param>
public sealed record Reading(string Option, string Value, string Meaning);
