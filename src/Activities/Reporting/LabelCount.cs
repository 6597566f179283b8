namespace Tapir.Activities.Reporting;

/// <summary>Examples of one label.</summary>
/// <param name="Label">Task label.</param>
/// <param name="Count">Examples to train on.</param>
public sealed record LabelCount(string Label, int Count);
