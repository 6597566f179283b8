using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor;

/// <summary>What a user may know of one family of verifiable tasks.</summary>
/// <param name="Name">Stable name, such as <c>math.sum</c>.</param>
/// <param name="Task">Its task label.</param>
/// <param name="Description">What is asked, and what the five levels mean.</param>
/// <param name="Levels">Levels of difficulty, numbered from 1 (easiest).</param>
public sealed record TutorFamilyInfo(string Name, TaskLabel Task, string Description, int Levels);
