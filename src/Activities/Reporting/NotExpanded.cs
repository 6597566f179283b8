namespace Tapir.Activities.Reporting;

/// <summary>A label for which no new instructions could be written.</summary>
/// <param name="Label">Task label.</param>
/// <param name="Examples">Seed examples of it.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record NotExpanded(string Label, int Examples, string Reason);
