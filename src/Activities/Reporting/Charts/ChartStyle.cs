using Tapir.Activities.Reporting.Page;

namespace Tapir.Activities.Reporting.Charts;

/// <summary>How the charts look: for every page that shows one. The page sets the colours (<c>--accent</c>, <c>--before</c>, ...) as variables.</summary>
public static class ChartStyle
{
    /// <value>A style sheet.</value>
    public static string Text { get; } = Styles.Read("charts.css");
}
