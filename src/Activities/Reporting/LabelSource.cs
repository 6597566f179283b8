namespace Tapir.Activities.Reporting;

/// <summary>Examples of one label that got it from one source.</summary>
/// <param name="Label">Task label.</param>
/// <param name="Source">Who said so: <c>data</c>, <c>tutor</c>, <c>teacher</c>, <c>classifier</c>, <c>none</c> (then <c>Others</c>).</param>
/// <param name="Count">Examples.</param>
public sealed record LabelSource(string Label, string Source, int Count);
