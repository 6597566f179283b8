namespace Tapir.Teachers.Writing;

/// <summary>The teacher answered.</summary>
/// <param name="ReachedLimit">Whether the answer was cut off at the longest one allowed.</param>
public sealed record Answered(string Text, bool ReachedLimit) : TeacherAnswer;
