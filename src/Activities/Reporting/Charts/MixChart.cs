using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>One round's plan: a bar of accepted examples in a bar of planned ones, and a mark at the mix's quota.</summary>
public static class MixChart
{
    private const double Width = 340;
    private const double Gutter = 112;
    private const double Right = 40;
    private const double RowHeight = 19;

    /// <summary>The top of an axis that the bars of all these rounds fit on.</summary>
    public static double TopOf(IEnumerable<PlannedLabel> labels) =>
        Math.Max(1, labels.Select(label => Math.Max(label.Quota, Math.Max(label.Planned, label.Accepted))).DefaultIfEmpty().Max());

    /// <param name="labels">One row each.</param>
    /// <param name="round">1-based.</param>
    /// <param name="top">Examples at the end of the axis, shared by the rounds so that they can be compared.</param>
    public static Markup Draw(IReadOnlyList<PlannedLabel> labels, int round, double top)
    {
        var x = new Scale(0, top, Gutter, Width - Right);
        double height = (labels.Count * RowHeight) + 6;
        return Svg.Chart(Width, height, Alternative(labels, round), Markup.Join(labels.Select((label, index) =>
        {
            double y = 3 + (index * RowHeight);
            string tip = $"{label.Label}: quota {label.Quota}, planned {label.Planned}, generated {label.Generated}, accepted {label.Accepted}";
            return Markup.Of(
                $"{Svg.Name(Gutter - 7, y + 12.5, label.Label)}{Svg.Rect("planned", Gutter, y + 2.5, x.At(label.Planned) - Gutter, 12, tip)}{Svg.Rect("accepted", Gutter, y + 5, x.At(label.Accepted) - Gutter, 7, tip)}{Svg.Rect(label.Unmet > 0 ? "quota unmet" : "quota", x.At(label.Quota) - 1.25, y + 0.5, 2.5, 16, tip, 0)}{Svg.Text("tick start", x.At(Math.Max(label.Planned, Math.Max(label.Quota, label.Accepted))) + 6, y + 12, Numbers.Count(label.Accepted))}");
        })));
    }

    private static string Alternative(IReadOnlyList<PlannedLabel> labels, int round) =>
        $"Plan of round {round}: {string.Join("; ", labels.Select(label => $"{label.Label} quota {label.Quota}, accepted {label.Accepted}"))}.";
}
