namespace Tapir.Curriculum.Filtering;

/// <summary>One thing that was not used.</summary>
/// <param name="Reason">The kind of fault, for counting.</param>
/// <param name="Detail">The fault itself, in words, for the report.</param>
public sealed record Rejection(RejectionReason Reason, string Detail);
