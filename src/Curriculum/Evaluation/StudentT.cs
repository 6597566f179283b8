namespace Tapir.Curriculum.Evaluation;

/// <summary>Student's t distribution, as far as intervals need it.</summary>
internal static class StudentT
{
    /// <summary>The value below which 97.5 % of the distribution lies; found by bisection of the closed form of the distribution for whole
    /// degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4).</summary>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    public static double Quantile975(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        double low = 0;
        double high = 20;
        for (int step = 0; step < 100; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = WithinBoth(middle, degrees) < 0.95 ? (middle, high) : (low, middle);
        }

        return high;
    }

    // P(-t < T < t).
    private static double WithinBoth(double t, int degrees)
    {
        double angle = Math.Atan(t / Math.Sqrt(degrees));
        double cosine = Math.Cos(angle);
        double sine = Math.Sin(angle);
        bool odd = degrees % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = degrees == 1 ? 0 : term;
        for (int power = odd ? 3 : 2; power <= degrees - 2; power += 2)
        {
            term *= cosine * cosine * (power - 1) / power;
            sum += term;
        }

        return odd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}
