namespace Tapir.Teachers.Tutor;

/// <summary>Draws distinct instructions of one family and level.</summary>
internal static class InstructionWriter
{
    /// <summary>So many draws in a row may bring nothing new before a cell counts as used up.</summary>
    private const int Patience = 2000;

    /// <summary>Distinct problems whose instructions <paramref name="isNew"/> accepts, without end until the cell is used up. The
    /// caller's <paramref name="isNew"/> remembers what it accepted.</summary>
    public static IEnumerable<TutorProblem> Write(TutorFamily family, int level, TutorRandom random, Func<string, bool> isNew)
    {
        for (int misses = 0; misses < Patience; misses++)
        {
            TutorProblem problem = family.Write(random, level);
            if (isNew(problem.Instruction))
            {
                misses = -1;
                yield return problem;
            }
        }
    }
}
