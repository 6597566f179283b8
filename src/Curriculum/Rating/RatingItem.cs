using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Rating;

/// <summary>An instruction and what two contestants answered to it.</summary>
/// <param name="Task">The instruction's label.</param>
/// <param name="Instruction">As it was asked.</param>
/// <param name="Baseline">The baseline's answer, unchanged.</param>
/// <param name="Candidate">The candidate's answer, unchanged.</param>
public sealed record RatingItem(TaskLabel Task, string Instruction, string Baseline, string Candidate)
{
    /// <value>A digest of the three texts in which the two answers have no order: it tells nobody whose is which.</value>
    public string Id => ContentDigest.OfItem(ContentDigest.Of(Instruction), ContentDigest.Of(Baseline), ContentDigest.Of(Candidate));

    /// <value>Whether a person would see the same answer twice.</value>
    public bool IsIdentical => Seen(Baseline) == Seen(Candidate);

    // How lines end, and white space around the whole, nobody sees.
    private static string Seen(string answer) => answer.ReplaceLineEndings("\n").Trim();
}
