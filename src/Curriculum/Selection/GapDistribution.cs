namespace Tapir.Curriculum.Selection;

/// <summary>How the gaps of one round's judgements are spread.</summary>
/// <param name="Count">Scored examples.</param>
/// <param name="Unscored">Examples without a score; in no bin and not in the means.</param>
/// <param name="MeanGap">Mean of teacher minus student, -9 to 9; 0 where nothing is scored.</param>
/// <param name="MeanTeacher">Mean of the teacher's scores, 1 to 10; 0 where nothing is scored.</param>
/// <param name="MeanStudent">Mean of the student's scores, 1 to 10; 0 where nothing is scored.</param>
/// <param name="Bins">19 counts: gaps that round (halves away from 0) to -9, -8, ..., 9.</param>
public sealed record GapDistribution(
    int Count,
    int Unscored,
    double MeanGap,
    double MeanTeacher,
    double MeanStudent,
    IReadOnlyList<int> Bins)
{
    public static GapDistribution Of(IEnumerable<Judgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        Judgement[] all = [.. judgements];

        // Sorted so that the sums do not depend on the order of a dictionary.
        FittingDifficulty[] scored = [.. all.OfType<Scored>().Select(one => one.Difficulty).OrderBy(one => one.Teacher.Value).ThenBy(one => one.Student.Value)];
        int[] bins = new int[19];
        foreach (FittingDifficulty difficulty in scored)
        {
            bins[(int)Math.Round(difficulty.Gap, MidpointRounding.AwayFromZero) + 9]++;
        }

        return new GapDistribution(
            scored.Length,
            all.Length - scored.Length,
            scored.Select(one => one.Gap).DefaultIfEmpty().Average(),
            scored.Select(one => one.Teacher.Value).DefaultIfEmpty().Average(),
            scored.Select(one => one.Student.Value).DefaultIfEmpty().Average(),
            bins);
    }
}
