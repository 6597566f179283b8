using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Selection;

namespace Tapir.Curriculum.Preference;

/// <summary>A student's answer that was scored beside the teacher's.</summary>
/// <param name="Round">The round that judged it: it is an answer of S_(r-1).</param>
/// <param name="Example">The instruction, and the teacher's answer.</param>
/// <param name="Answer">The student's.</param>
/// <param name="Truncated">Whether the longest length ended it, and not the student.</param>
/// <param name="Difficulty">Both scores.</param>
public sealed record JudgedAnswer(int Round, Example Example, string Answer, bool Truncated, FittingDifficulty Difficulty);
