using MudBlazor;
using Tapir.Host.Access;
using Tapir.Host.Runs;
using Tapir.Host.Serving;

namespace Tapir.Host.Dashboard.Runs;

/// <summary>What can be done to a run by a button.</summary>
/// <param name="IsFinal">Whether it cannot be taken back as it was, so that it is asked for twice.</param>
/// <param name="Question">What is asked then.</param>
/// <param name="Scope">What a key must allow for it.</param>
internal sealed record RunAction(string Name, string Icon, Func<RunControl, RunRecord, Task> Do, bool IsFinal = false, string Question = "", KeyScope Scope = KeyScope.Run)
{
    private const string ByPage = "by the page";

    private static readonly RunAction Pause = new("Pause", Icons.Material.Outlined.Pause, (control, run) => control.SuspendAsync(run, ByPage, CancellationToken.None));

    private static readonly RunAction Resume = new("Go on", Icons.Material.Outlined.PlayArrow, (control, run) => control.ResumeAsync(run, ByPage, CancellationToken.None));

    private static readonly RunAction Cancel = new(
        "Cancel",
        Icons.Material.Outlined.Close,
        (control, run) => control.TerminateAsync(run, ByPage, CancellationToken.None),
        IsFinal: true,
        "The run ends now. What it has made and paid for stays, and is used if it is begun again.");

    private static readonly RunAction BeginAgain = new("Begin again", Icons.Material.Outlined.Replay, (control, run) => control.RewindAsync(run, CancellationToken.None));

    private static readonly RunAction Remove = new(
        "Remove",
        Icons.Material.Outlined.Delete,
        (control, run) => control.PurgeAsync(run, CancellationToken.None),
        IsFinal: true,
        "Its history, its report and its exported student are removed. Artifacts and what was paid for stay.",
        KeyScope.Admin);

    /// <summary>What fits a run's status.</summary>
    public static IReadOnlyList<RunAction> For(string status) => status switch
    {
        "running" or "waiting" => [Pause, Cancel],
        "queued" => [Cancel],
        "paused" or "suspended" or "interrupted" => [Resume, Cancel],
        "failed" or "cancelled" => [BeginAgain, Remove],
        _ => [Remove],
    };
}
