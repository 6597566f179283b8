namespace Tapir.Activities.Reporting;

/// <summary>One held-out instruction with the answers of the teacher and of two students.</summary>
/// <param name="Task">Task label.</param>
/// <param name="Instruction">The instruction, as asked.</param>
/// <param name="TeacherAnswer">The teacher's (or recorded) answer.</param>
/// <param name="Before">The first student's answer.</param>
/// <param name="After">The last student's answer.</param>
public sealed record BeforeAfter(string Task, string Instruction, string TeacherAnswer, StudentAnswer Before, StudentAnswer After)
{
    /// <summary>Family of verifiable tasks, where known.</summary>
    public string? Family { get; init; }

    /// <summary>Level of difficulty, 1 to 5, where known.</summary>
    public int? Level { get; init; }
}
