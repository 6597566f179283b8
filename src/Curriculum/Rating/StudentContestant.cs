using System.Globalization;

namespace Tapir.Curriculum.Rating;

/// <summary>The student of a round.</summary>
/// <param name="Round">0 for S_0.</param>
public sealed record StudentContestant(int Round) : Contestant
{
    public override string Name => $"S_{Word}";

    public override string Word => Round.ToString(CultureInfo.InvariantCulture);

    internal override int Place => 2 * Round;
}
