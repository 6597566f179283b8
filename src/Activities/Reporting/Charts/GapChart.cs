using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>Distribution of the gap before a round (bars) and after it (a stepped line), as shares of what was scored.</summary>
public static class GapChart
{
    private const double Width = 340;
    private const double Height = 190;
    private const double Left = 32;
    private const double Right = 6;
    private const double Axis = 158;
    private const double Top = 24;

    /// <param name="shift">What was judged before the round, and after it where it was.</param>
    /// <param name="round">1-based.</param>
    public static Markup Draw(GapShift shift, int round)
    {
        double[] before = Shares(shift.Before);
        double[]? after = shift.After is { Scored: > 0 } histogram ? Shares(histogram) : null;
        double top = Scale.ShareTop(before.Concat(after ?? []).Max());
        var x = new Scale(-9.5, 9.5, Left, Width - Right);
        var y = new Scale(0, top, Axis, Top);
        double bar = (Width - Left - Right) / 19;
        double threshold = x.At(shift.Threshold);
        return Svg.Chart(Width, Height, Alternative(shift, round), Markup.Of(
            $"{Svg.Rect("hardzone", threshold, Top, Width - Right - threshold, Axis - Top, radius: 0)}{new[] { 0, 0.5, 1 }.Select(share => Markup.Of(
                $"{Svg.Line(share == 0 ? "axis" : "grid", Left, y.At(top * share), Width - Right, y.At(top * share))}{Svg.Text("tick end", Left - 5, y.At(top * share) + 3.5, Numbers.Fixed(top * share * 100, 0))}"))}{before.Select((share, index) => Svg.Rect(
                "before", x.At(index - 9) - (bar * 0.4), y.At(share), bar * 0.8, Axis - y.At(share), $"gap {index - 9}: {Numbers.Percent(share)} before"))}{(after is null ? Markup.None : Markup.Of($"{Svg.Path("after", Steps(after, x, y))}"))}{Svg.Line("threshold", threshold, Top - 4, threshold, Axis)}{Svg.Text("tick start hardword", threshold + 4, Top - 8, $"hard: gap over {Numbers.Fixed(shift.Threshold, shift.Threshold % 1 == 0 ? 0 : 1)}")}{new[] { -9, -6, -3, 0, 3, 6, 9 }.Select(gap => Svg.Text("tick middle", x.At(gap), Axis + 15, Numbers.Fixed(gap, 0)))}{Svg.Text("tick start", Left, Height - 3, "student better")}{Svg.Text("tick end", Width - Right, Height - 3, "teacher better")}"));
    }

    private static double[] Shares(GapHistogram histogram)
    {
        double[] shares = new double[19];
        foreach (GapBin bin in histogram.Bins.Where(bin => bin.Gap is >= -9 and <= 9))
        {
            shares[bin.Gap + 9] += histogram.Scored == 0 ? 0 : (double)bin.Count / histogram.Scored;
        }

        return shares;
    }

    private static IEnumerable<(double X, double Y)> Steps(double[] shares, Scale x, Scale y) =>
        shares.SelectMany((share, index) => new[] { (x.At(index - 9.5), y.At(share)), (x.At(index - 8.5), y.At(share)) });

    private static string Alternative(GapShift shift, int round) =>
        $"Gap in round {round}: mean {Numbers.OrDash(shift.Before.Mean, 2)} over {Numbers.Count(shift.Before.Scored)} instructions before"
        + (shift.After is { } after ? $", {Numbers.OrDash(after.Mean, 2)} over {Numbers.Count(after.Scored)} after." : "; not judged after.");
}
