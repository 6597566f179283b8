using System.Collections.Concurrent;

namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>Wakes the callers that wait for an instance to start or to end. They look at the hub again themselves.</summary>
internal sealed class StatusWatch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> signals = new(StringComparer.Ordinal);

    /// <summary>How many instances somebody waits for.</summary>
    public int Count => signals.Count;

    /// <summary>A task that ends at the next change of the instance's status. Take it before looking, so that no change is missed.</summary>
    public Task NextChange(string id) =>
        signals.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string id)
    {
        if (signals.TryRemove(id, out TaskCompletionSource? signal))
        {
            signal.TrySetResult();
        }
    }
}
