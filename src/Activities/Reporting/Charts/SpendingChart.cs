using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>What was spent over time, with the limit as a line where it can be shown.</summary>
public static class SpendingChart
{
    private const double Width = 340;
    private const double Height = 170;
    private const double Left = 46;
    private const double Right = 8;
    private const double Axis = 144;
    private const double Top = 16;

    // With a limit further away than this, what was spent would be a flat line at the bottom.
    private const double FarAway = 5;

    /// <param name="points">In the order of time, each at least as high as the one before; two or more.</param>
    /// <param name="limit">Hard limit in the same unit; null for none.</param>
    /// <param name="what">What is counted: <c>tokens</c>, ...</param>
    /// <param name="write">How an amount is written.</param>
    public static Markup Draw(IReadOnlyList<SpentPoint> points, double? limit, string what, Func<double, string> write)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(write);
        (SpentPoint first, SpentPoint last) = (points[0], points[^1]);
        double seconds = Math.Max(1e-3, (last.At - first.At).TotalSeconds);
        bool isNear = limit <= last.Spent * FarAway;
        double top = Scale.NiceTop(isNear ? Math.Max(limit!.Value, last.Spent) : last.Spent);
        var x = new Scale(0, seconds, Left, Width - Right);
        var y = new Scale(0, top, Axis, Top);
        IEnumerable<(double X, double Y)> line = points.Select(point => (x.At((point.At - first.At).TotalSeconds), y.At(point.Spent)));
        return Svg.Chart(Width, Height, Alternative(points, limit, what, write), Markup.Of(
            $"{new[] { 0, 0.5, 1 }.Select(share => Markup.Of(
                $"{Svg.Line(share == 0 ? "axis" : "grid", Left, y.At(top * share), Width - Right, y.At(top * share))}{Svg.Text("tick end", Left - 5, y.At(top * share) + 3.5, write(top * share))}"))}{Svg.Path("band", line.Append((Width - Right, Axis)).Append((Left, Axis)))}<g class=\"s5\">{Svg.Path("curve", line)}</g>{(isNear ? Limit(y.At(limit!.Value), write(limit.Value)) : Markup.None)}{Svg.Text("tick start", Left, Axis + 15, "0")}{Svg.Text("tick end", Width - Right, Axis + 15, Numbers.Duration(seconds))}"));
    }

    private static Markup Limit(double y, string words) => Markup.Of(
        $"{Svg.Line("limit", Left, y, Width - Right, y)}{Svg.Text("tick start limitword", Left + 4, y - 4, $"limit {words}")}");

    private static string Alternative(IReadOnlyList<SpentPoint> points, double? limit, string what, Func<double, string> write) =>
        $"{write(points[^1].Spent)} {what} spent in {Numbers.Duration((points[^1].At - points[0].At).TotalSeconds)}, {(limit is { } most ? $"limit {write(most)}" : "no limit")}.";
}
