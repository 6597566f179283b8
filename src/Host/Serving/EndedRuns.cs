using System.Collections.Concurrent;
using Tapir.Host.Engine;
using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Serving;

/// <summary>How runs ended that are over, so that runs of one status are found without looking at each of ten thousand.</summary>
internal sealed class EndedRuns(TapirEngine engine) : IDisposable
{
    private static readonly OrchestrationQuery Ended = new(
        Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated, OrchestrationRuntimeStatus.Canceled], PageSize: 1_000);

    private readonly ConcurrentDictionary<string, string> statuses = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim loading = new(1);
    private bool isLoaded;

    /// <summary>The status of each run that is over, by id. One that is missing here may be over too, since a moment.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ByIdAsync(CancellationToken cancellation)
    {
        await loading.WaitAsync(cancellation);
        try
        {
            if (!isLoaded)
            {
                await foreach (OrchestrationMetadata instance in engine.Client.GetAllInstancesAsync(Ended).WithCancellation(cancellation))
                {
                    if (instance.Name == nameof(Distillation))
                    {
                        statuses.TryAdd(instance.InstanceId, NameOf(instance.RuntimeStatus));
                    }
                }

                isLoaded = true;
            }
        }
        finally
        {
            loading.Release();
        }

        return statuses;
    }

    /// <summary>Takes note of what was seen of a run.</summary>
    public void Saw(string run, string status)
    {
        if (status is "done" or "failed" or "cancelled")
        {
            statuses[run] = status;
        }
        else
        {
            Forget(run);
        }
    }

    public void Forget(string run) => statuses.TryRemove(run, out _);

    public void Dispose() => loading.Dispose();

    private static string NameOf(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Completed => "done",
        OrchestrationRuntimeStatus.Failed => "failed",
        _ => "cancelled",
    };
}
