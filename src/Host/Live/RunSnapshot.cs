using Tapir.Host.Results;

namespace Tapir.Host.Live;

/// <summary>Everything that a view of a run shows at one moment.</summary>
/// <param name="Document">The run as <c>--json</c> would show it now.</param>
/// <param name="Lines">The tree of calls; empty when another process runs it.</param>
/// <param name="Elapsed">Since this process began to watch.</param>
/// <param name="DoneShare">How much of the run's training is done, 0 to 1.</param>
/// <param name="SharePerSecond">How fast that share grows since this process began; 0 before it has grown.</param>
internal sealed record RunSnapshot(RunDocument Document, IReadOnlyList<CallLine> Lines, TimeSpan Elapsed, double DoneShare, double SharePerSecond)
{
    /// <summary>Time left at the present speed; null while there is none to judge by.</summary>
    public TimeSpan? TimeLeft => SharePerSecond > 0 ? TimeSpan.FromSeconds((1 - DoneShare) / SharePerSecond) : null;
}
