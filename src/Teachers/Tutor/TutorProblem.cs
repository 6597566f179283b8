namespace Tapir.Teachers.Tutor;

/// <summary>One instruction that the tutor understands.</summary>
/// <param name="Level">Difficulty, 1 to 5.</param>
internal sealed record TutorProblem(TutorFamily Family, int Level, string Instruction, Solution Solution);
