namespace Tapir.Activities.Reporting;

/// <summary>What a student answered and how it was marked.</summary>
/// <param name="Student">Which student, for example <c>S_0</c>.</param>
/// <param name="Text">Its answer, unchanged.</param>
/// <param name="Correct">Whether the answer is exactly right; null where it cannot be verified.</param>
/// <param name="Score">The judge's score, 1 to 10; null where it was not judged or not scored.</param>
public sealed record StudentAnswer(string Student, string Text, bool? Correct, double? Score);
