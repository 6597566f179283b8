using MudBlazor;

namespace Tapir.Host.Dashboard.Runs;

/// <summary>How a status is shown: by a word and a sign, the colour only besides.</summary>
internal static class RunStatus
{
    public static readonly IReadOnlyList<string> All = ["running", "waiting", "paused", "suspended", "queued", "done", "failed", "cancelled"];

    public static string IconOf(string status) => status switch
    {
        "running" => Icons.Material.Filled.PlayArrow,
        "waiting" => Icons.Material.Filled.RateReview,
        "paused" => Icons.Material.Filled.PanTool,
        "suspended" => Icons.Material.Filled.Pause,
        "queued" => Icons.Material.Filled.HourglassEmpty,
        "done" => Icons.Material.Filled.Check,
        "failed" => Icons.Material.Filled.PriorityHigh,
        "cancelled" => Icons.Material.Filled.Close,
        _ => Icons.Material.Filled.QuestionMark,
    };
}
