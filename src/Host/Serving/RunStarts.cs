using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Serving;

/// <summary>Takes in runs for those who do not wait for them.</summary>
internal sealed class RunStarts(TapirEngine engine, RunQueue queue)
{
    /// <summary>The run that was recorded for a request; null when there is none, or it has no key. To be asked before the spec is read: what that names may be gone by now.</summary>
    public RunRecord? Find(string? requestKey) => requestKey is null ? null : engine.Requests.Find(requestKey);

    /// <summary>Records a run, which puts it in line.</summary>
    /// <param name="spec">From someone else; its allowance has been checked.</param>
    /// <param name="requestKey">The same key gives the same run, also after a restart; null for a run of its own.</param>
    /// <exception cref="QueueFullException">Too many runs wait already.</exception>
    public async Task<RunRecord> StartAsync(RunSpec spec, string? requestKey, CancellationToken cancellation)
    {
        if (Find(requestKey) is { } before)
        {
            return before;
        }

        using IDisposable? place = queue.TryReserve();
        return place is not null
            ? await engine.Requests.RecordAsync(spec, SpecOrigin.Elsewhere, requestKey, cancellation)
            : throw new QueueFullException($"{queue.Waiting.Count} runs wait in line already, which is as many as 'tapir.maxQueuedRuns' of host.json allows. Try again when some have ended, or cancel some.");
    }
}
