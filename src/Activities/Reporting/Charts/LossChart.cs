using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>Training loss of one round over the tokens trained on.</summary>
public static class LossChart
{
    private const double Width = 260;
    private const double Height = 150;
    private const double Left = 30;
    private const double Right = 8;
    private const double Axis = 126;
    private const double Top = 10;
    private const int MostPoints = 160;

    /// <summary>A round top of an axis, in nats, that all these points fit on.</summary>
    public static double TopOf(IEnumerable<LossPoint> losses) =>
        Scale.NiceTop(losses.Select(point => point.Loss).Where(double.IsFinite).DefaultIfEmpty(1).Max());

    /// <param name="losses">In the order of their tokens.</param>
    /// <param name="round">Which student: r of S_r.</param>
    /// <param name="colour">From <see cref="Ramp"/>.</param>
    /// <param name="top">Loss at the top of the axis, in nats.</param>
    public static Markup Draw(IReadOnlyList<LossPoint> losses, int round, string colour, double top)
    {
        LossPoint[] points = [.. Thin([.. losses.Where(point => double.IsFinite(point.Loss))])];
        long tokens = points.Length == 0 ? 1 : Math.Max(1, points[^1].Tokens);
        var x = new Scale(0, tokens, Left, Width - Right);
        var y = new Scale(0, top, Axis, Top);
        string alternative = points.Length == 0
            ? $"Loss of S{round}: no point is a number."
            : $"Loss of S{round}: {Numbers.Fixed(points[0].Loss, 2)} at first, {Numbers.Fixed(points[^1].Loss, 2)} after {Numbers.Compact(tokens)} tokens.";
        return Svg.Chart(Width, Height, alternative, Markup.Of(
            $"{new[] { 0, 0.5, 1 }.Select(share => Markup.Of(
                $"{Svg.Line(share == 0 ? "axis" : "grid", Left, y.At(top * share), Width - Right, y.At(top * share))}{Svg.Text("tick end", Left - 5, y.At(top * share) + 3.5, Numbers.Fixed(top * share, top < 2 ? 2 : 1))}"))}{Svg.Text("tick start", Left, Axis + 15, "0")}{Svg.Text("tick end", Width - Right, Axis + 15, Numbers.Compact(tokens) + " tokens")}<g class=\"{colour}\">{Svg.Path("curve", points.Select(point => (x.At(point.Tokens), y.At(point.Loss))))}</g>"));
    }

    /// <summary>A curve of thousands of points is averaged to what the drawing can show.</summary>
    private static IEnumerable<LossPoint> Thin(LossPoint[] points) => points.Length <= MostPoints
        ? points
        : points.Chunk((points.Length + MostPoints - 1) / MostPoints)
            .Select(chunk => new LossPoint(chunk[^1].Tokens, chunk.Average(point => point.Loss)));
}
