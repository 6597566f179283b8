using Tapir.Curriculum.Examples;
using Tapir.Teachers.Judging;
using Tapir.Teachers.Tutor;

namespace Tapir.Host.Examples;

/// <summary>Whether an answer's result is right, where that can be known without a judge: by the tutor for its own tasks, else by the recorded answer's final result.</summary>
internal static class ExactGrade
{
    /// <summary>Of a student's answer; null where it cannot be known.</summary>
    public static bool? Of(Example example, string answer) =>
        example.Family is not null && EmbeddedTutor.TryRead(example.Instruction) is not null ? EmbeddedTutor.IsExact(example.Instruction, answer)
        : StatedResult.Find(example.Response) is { } result ? StatedResult.Same(result, StatedResult.FindLeniently(answer))
        : null;

    /// <summary>Of the teacher's answer; null where it is itself what others are compared with.</summary>
    public static bool? OfTeacher(Example example) =>
        example.Family is not null && EmbeddedTutor.TryRead(example.Instruction) is not null ? EmbeddedTutor.IsExact(example.Instruction, example.Response) : null;
}
