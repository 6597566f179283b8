namespace Tapir.Teachers.Writing;

/// <summary>What a teacher made of an instruction: <see cref="Answered"/> or <see cref="Unanswered"/>.</summary>
public abstract record TeacherAnswer
{
    private protected TeacherAnswer()
    {
    }
}
