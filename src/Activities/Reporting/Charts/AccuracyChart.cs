using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>Accuracy of each student with its interval, a line through them: large for the macro average, small for one label.</summary>
public static class AccuracyChart
{
    /// <param name="points">The students' accuracies, S_0 first.</param>
    /// <param name="what">What they answered.</param>
    public static Markup Large(IReadOnlyList<StudentAccuracy> points, string what) => Draw(points, what, ShareTop(points), new Layout(420, 250, 40, 8, 16, 30, 6, 0.25));

    /// <param name="points">The students' accuracies.</param>
    /// <param name="what">What they answered.</param>
    /// <param name="top">Top of the axis, shared by all labels so that they can be compared.</param>
    public static Markup Small(IReadOnlyList<StudentAccuracy> points, string what, double top) => Draw(points, what, top, new Layout(176, 116, 26, 4, 8, 20, 4, 0.5));

    /// <summary>The top of an axis that all these points fit on: a share from 0.1 to 1.</summary>
    public static double ShareTop(IEnumerable<StudentAccuracy> points) => Scale.ShareTop(points.Select(point => point.High).DefaultIfEmpty(1).Max());

    private static Markup Draw(IReadOnlyList<StudentAccuracy> points, string what, double top, Layout at)
    {
        var y = new Scale(0, top, at.Height - at.Bottom, at.Top);
        double step = (at.Width - at.Left - at.Right) / Math.Max(1, points.Count);
        double X(int index) => at.Left + (step * (index + 0.5));
        int decimals = Math.Abs((top * at.TickEvery * 100) - Math.Round(top * at.TickEvery * 100)) < 1e-6 ? 0 : 1;
        double axis = at.Height - at.Bottom;
        return Svg.Chart(at.Width, at.Height, Alternative(points, what), Markup.Of(
            $"{Ticks(top, at.TickEvery).Select(tick => Markup.Of(
                $"{Svg.Line(tick == 0 ? "axis" : "grid", at.Left, y.At(tick), at.Width - at.Right, y.At(tick))}{Svg.Text("tick end", at.Left - 5, y.At(tick) + 3.5, Numbers.Fixed(tick * 100, decimals))}"))}{Svg.Path("band", Band(points, X, y))}{Svg.Path("join", points.Select((point, index) => (X(index), y.At(point.Accuracy))))}{points.Select((point, index) => Markup.Of(
                $"<g class=\"{Ramp.Of(index, points.Count)}\">{Svg.Line("whisker", X(index), y.At(point.Low), X(index), y.At(point.High))}{Svg.Dot("dot", X(index), y.At(point.Accuracy), at.Dot, Tip(point))}</g>{Svg.Student("tick middle", X(index), axis + (at.Bottom * 0.62), point.Round, point.IsTuned ? "+" : "")}"))}"));
    }

    private static IEnumerable<double> Ticks(double top, double every)
    {
        double step = top * every;
        return Enumerable.Range(0, (int)Math.Round(1 / every) + 1).Select(index => index * step);
    }

    private static IEnumerable<(double X, double Y)> Band(IReadOnlyList<StudentAccuracy> points, Func<int, double> x, Scale y) =>
        points.Select((point, index) => (x(index), y.At(point.High)))
            .Concat(points.Select((point, index) => (x(index), y.At(point.Low))).Reverse());

    private static string Tip(StudentAccuracy point) =>
        $"S{point.Round}{(point.IsTuned ? " + preference" : "")}: {Numbers.Percent(point.Accuracy)}, 95 % interval {Numbers.Range(point.Low, point.High)}";

    private static string Alternative(IReadOnlyList<StudentAccuracy> points, string what) =>
        $"{what}: {string.Join("; ", points.Select(Tip))}.";

    private sealed record Layout(
        double Width, double Height, double Left, double Right, double Top, double Bottom, double Dot, double TickEvery);
}
