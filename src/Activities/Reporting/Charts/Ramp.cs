using System.Globalization;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>One colour per student, pale for the first and strong for the last, the same in every chart.</summary>
public static class Ramp
{
    private const int Steps = 6;

    /// <param name="index">From 0.</param>
    /// <param name="students">How many there are.</param>
    /// <returns>A CSS class that sets the colour <c>--c</c>.</returns>
    public static string Of(int index, int students)
    {
        int step = students <= 1 ? Steps - 1 : (int)Math.Round(index * (Steps - 1.0) / (students - 1), MidpointRounding.AwayFromZero);
        return "s" + step.ToString(CultureInfo.InvariantCulture);
    }
}
