using System.Runtime.CompilerServices;
using Tapir.Functions;
using Tapir.Host.Results;
using Tapir.Host.Runs;

namespace Tapir.Host.Live;

/// <summary>Looks at a run four times a second until it is over or waits for a person. One that waits is shown until what was under way is finished.</summary>
/// <param name="answeredPause">A pause that was answered before: the run still shows it until a worker comes to the answer.</param>
internal sealed class RunWatch(RunMonitor monitor, RunRecord run, ICallLines calls, TimeProvider clock, string? answeredPause = null)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    public async IAsyncEnumerable<RunSnapshot> SnapshotsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        double? shareAtStart = null;
        while (!cancellation.IsCancellationRequested)
        {
            // Not cancelled half-way: what it reads is shown once more after Ctrl-C.
            RunDocument document = await monitor.ReadAsync(run, CancellationToken.None);
            if (document.Status == "paused" && document.PauseId is { } pause && pause == answeredPause)
            {
                document = document with { Status = "running", Message = null, PauseId = null };
            }

            IReadOnlyList<CallLine> lines = calls.Snapshot();
            TimeSpan elapsed = clock.GetElapsedTime(started);
            double share = RunShare.Done(run.Spec, document, lines);
            shareAtStart ??= share;
            yield return new RunSnapshot(document, lines, elapsed, share, elapsed.TotalSeconds < 2 ? 0 : (share - shareAtStart.Value) / elapsed.TotalSeconds);
            // A review has a time limit, so a process that works on the run waits on; without one nothing would happen.
            bool waits = ((document.Status == "paused" || document.IsHeld) && lines.All(line => line.Running == 0)) || document is { Status: "waiting", IsWorkedOn: false };
            bool isLeft = document.Status == "queued" && !monitor.IsAlive;
            if (waits || isLeft || document.Status is "done" or "failed" or "cancelled" or "interrupted")
            {
                yield break;
            }

            await Task.Delay(Refresh, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
