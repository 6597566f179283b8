using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>The few SVG shapes the charts are made of. Colours are CSS classes, so that dark mode and print need no second drawing.</summary>
internal static class Svg
{
    private const int LongestName = 17;

    /// <param name="width">Width in user units; the page scales the drawing to its column.</param>
    /// <param name="height">Height in user units.</param>
    /// <param name="alternative">What the chart says, for those who do not see it.</param>
    /// <param name="content">The shapes.</param>
    public static Markup Chart(double width, double height, string alternative, Markup content) => Markup.Of(
        $"<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{alternative}\" xmlns=\"http://www.w3.org/2000/svg\">{content}</svg>");

    public static Markup Line(string css, double x1, double y1, double x2, double y2) =>
        Markup.Of($"<line class=\"{css}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");

    public static Markup Rect(string css, double x, double y, double width, double height, string? tip = null, double radius = 1.5) =>
        Markup.Of($"<rect class=\"{css}\" x=\"{x}\" y=\"{y}\" width=\"{Math.Max(0, width)}\" height=\"{Math.Max(0, height)}\" rx=\"{radius}\">{Tip(tip)}</rect>");

    public static Markup Dot(string css, double x, double y, double radius, string? tip = null) =>
        Markup.Of($"<circle class=\"{css}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\">{Tip(tip)}</circle>");

    public static Markup Text(string css, double x, double y, string text) =>
        Markup.Of($"<text class=\"{css}\" x=\"{x}\" y=\"{y}\">{text}</text>");

    /// <summary>The name of a row, right-aligned in the gutter; a long one is cut and whole in its tip.</summary>
    public static Markup Name(double x, double y, string name) => name.Length <= LongestName
        ? Text("name end", x, y, name)
        : Markup.Of($"<text class=\"name end\" x=\"{x}\" y=\"{y}\"><title>{name}</title>{name[..(LongestName - 1)]}…</text>");

    public static Markup Path(string css, IEnumerable<(double X, double Y)> points, string? tip = null)
    {
        IEnumerable<Markup> steps = points.Select((point, index) => Markup.Of($"{(index == 0 ? "M" : "L")}{point.X} {point.Y}"));
        return Markup.Of($"<path class=\"{css}\" d=\"{steps}\">{Tip(tip)}</path>");
    }

    /// <summary>S_r with a subscript, and what follows it.</summary>
    public static Markup Student(string css, double x, double y, int round, string after = "") => Markup.Of(
        $"<text class=\"{css}\" x=\"{x}\" y=\"{y}\">S<tspan class=\"sub\" dy=\"2.5\">{round}</tspan>{(after.Length == 0 ? Markup.None : Markup.Of($"<tspan dy=\"-2.5\">{after}</tspan>"))}</text>");

    private static Markup Tip(string? tip) => tip is null ? Markup.None : Markup.Of($"<title>{tip}</title>");
}
