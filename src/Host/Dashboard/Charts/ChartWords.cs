using Tapir.Host.Serving;

namespace Tapir.Host.Dashboard.Charts;

/// <summary>What is said where there is nothing to draw yet.</summary>
internal static class ChartWords
{
    /// <param name="when">When there will be, after "appears".</param>
    public static string Appears(RunView view, string when) => view.IsOver
        ? $"The run ended before there was anything to draw here: this appears {when}."
        : $"Appears {when}.";
}
