namespace Tapir.Host.Examples;

/// <summary>What contradicts a judgement. What each of two swapped orders gave by itself is not among it: a run keeps their mean alone.</summary>
[Flags]
public enum Disagreements
{
    None = 0,

    /// <summary>An answer whose result is right was scored <see cref="JudgeBounds.Low"/> or less.</summary>
    RightScoredLow = 1,

    /// <summary>An answer whose result is wrong was scored <see cref="JudgeBounds.High"/> or more.</summary>
    WrongScoredHigh = 2,

    /// <summary>The same answer of the teacher was scored <see cref="JudgeBounds.Moved"/> or more apart in two rounds that follow each other.</summary>
    TeacherMoved = 4,
}
