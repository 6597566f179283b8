using Tapir.Host.Engine;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Serving;

/// <summary>Takes in runs for those who do not wait for them.</summary>
internal sealed class RunStarts(TapirEngine engine, RunQueue queue)
{
    /// <summary>Records a run, which puts it in line.</summary>
    /// <param name="requestKey">The same key gives the same run, also after a restart; null for a run of its own.</param>
    /// <exception cref="QueueFullException">Too many runs wait already.</exception>
    public async Task<RunRecord> StartAsync(RunSpec spec, string? requestKey, CancellationToken cancellation)
    {
        if (requestKey is not null && engine.Requests.Find(requestKey) is { } before)
        {
            return before;
        }

        return queue.HasRoom
            ? await engine.Requests.RecordAsync(spec, requestKey, cancellation)
            : throw new QueueFullException($"{queue.Waiting.Count} runs wait in line already, which is as many as 'tapir.maxQueuedRuns' of host.json allows. Try again when some have ended, or cancel some.");
    }
}
