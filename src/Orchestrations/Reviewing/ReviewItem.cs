namespace Tapir.Orchestrations.Reviewing;

/// <summary>One example as a reviewer sees it.</summary>
/// <param name="Task">Task label.</param>
/// <param name="Family">Family of verifiable tasks, where known.</param>
/// <param name="Level">Level of difficulty, where known.</param>
/// <param name="Teacher">The teacher's (or recorded) answer.</param>
/// <param name="TeacherScore">The judge's score of it, 1 to 10; null where it gave none.</param>
/// <param name="Students">Answers of students; none where none was asked.</param>
/// <param name="Why">Why the example is where it is.</param>
public sealed record ReviewItem(
    string Id, string Task, string? Family, int? Level, string Instruction, string Teacher, double? TeacherScore, IReadOnlyList<ReviewedAnswer> Students, string Why);

/// <param name="Student">Such as <c>S_1</c>.</param>
/// <param name="Score">1 to 10; null where there is none.</param>
public sealed record ReviewedAnswer(string Student, string Text, double? Score);
