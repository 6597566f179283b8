namespace Tapir.Activities.Reporting;

/// <summary>Examples that got their label from one source.</summary>
/// <param name="Source">Who said so: <c>data</c>, <c>tutor</c>, <c>teacher</c>, <c>classifier</c>, <c>none</c> (then <c>Others</c>).</param>
/// <param name="Count">Examples of all labels.</param>
public sealed record LabelSource(string Source, int Count);
