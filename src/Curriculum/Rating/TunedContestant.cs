using System.Globalization;

namespace Tapir.Curriculum.Rating;

/// <summary>The student of the last round after its preference tuning.</summary>
/// <param name="Round">Whose student was tuned.</param>
public sealed record TunedContestant(int Round) : Contestant
{
    internal const string Ending = "-preference";

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"S_{Round} + preference");

    public override string Word => string.Create(CultureInfo.InvariantCulture, $"{Round}{Ending}");

    internal override int Place => (2 * Round) + 1;
}
