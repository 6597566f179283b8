namespace Tapir.Curriculum.Evaluation;

/// <summary>A proportion with its 95 % score interval (Wilson 1927), which stays within 0..1 and is honest for few tasks.</summary>
public static class WilsonInterval
{
    // Standard normal quantile at 0.975.
    private const double Z = 1.959963984540054;

    /// <exception cref="ArgumentOutOfRangeException">There are no tasks, or more right ones than tasks.</exception>
    public static Estimate Of(int correct, int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(correct);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correct, total);
        double share = (double)correct / total;
        double scale = 1 + (Z * Z / total);
        double centre = (share + (Z * Z / (2.0 * total))) / scale;
        double half = Z / scale * Math.Sqrt((share * (1 - share) / total) + (Z * Z / (4.0 * total * total)));
        return new Estimate(share, Math.Clamp(centre - half, 0, share), Math.Clamp(centre + half, share, 1));
    }
}
