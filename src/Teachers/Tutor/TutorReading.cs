using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor;

/// <summary>What the tutor makes of an instruction it knows.</summary>
/// <param name="Level">Difficulty, 1 to 5.</param>
/// <param name="Answer">The final answer alone.</param>
public sealed record TutorReading(string Family, TaskLabel Task, int Level, string Answer);
