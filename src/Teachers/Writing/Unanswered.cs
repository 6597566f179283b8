namespace Tapir.Teachers.Writing;

/// <summary>There is no answer; the example is dropped with this reason.</summary>
public sealed record Unanswered(string Reason) : TeacherAnswer;
