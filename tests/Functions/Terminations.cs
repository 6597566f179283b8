using System.Collections.Concurrent;

namespace Tapir.Functions.Tests;

/// <summary>Who has been terminated, as a hub would tell it.</summary>
internal sealed class Terminations
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> ends = new(StringComparer.Ordinal);

    private int watched;

    /// <value>How many calls have been watched so far.</value>
    public int Watched => watched;

    public void Terminate(string instanceId) => Of(instanceId).TrySetResult();

    public Task OfAsync(string instanceId, CancellationToken over)
    {
        Interlocked.Increment(ref watched);
        return Of(instanceId).Task.WaitAsync(over);
    }

    private TaskCompletionSource Of(string instanceId) => ends.GetOrAdd(instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
