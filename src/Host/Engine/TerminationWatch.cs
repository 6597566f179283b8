namespace Tapir.Host.Engine;

/// <summary>Tells a worker that an orchestration was terminated for which it still runs functions. It asks the hub as any client does, and so works with every backend.</summary>
internal sealed class TerminationWatch(DurableTaskClient client, TimeProvider clock)
{
    /// <summary>Most calls are over sooner, and ask nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Watched> watched = new(StringComparer.Ordinal);

    /// <summary>Ends when the instance has been terminated. Of one that ended in another way the calls go on: their results are worth keeping.</summary>
    /// <param name="instanceId">The instance that made the call.</param>
    /// <param name="over">Cancelled when the call is over.</param>
    /// <exception cref="OperationCanceledException">The call was over first.</exception>
    public async Task WaitAsync(string instanceId, CancellationToken over)
    {
        await Task.Delay(Patience, clock, over);
        Watched watch = Join(instanceId);
        try
        {
            await watch.Terminated.WaitAsync(over);
        }
        finally
        {
            Leave(instanceId, watch);
        }
    }

    // One question per instance, however many of its functions run here.
    private Watched Join(string instanceId)
    {
        lock (gate)
        {
            // An instance that was terminated may have begun again under its id: that is another question.
            if (!watched.TryGetValue(instanceId, out Watched? watch) || watch.Terminated.IsCompleted)
            {
                CancellationTokenSource last = new();
                watch = new Watched(TerminatedAsync(instanceId, last.Token), last);
                watched[instanceId] = watch;
            }

            watch.Calls++;
            return watch;
        }
    }

    private void Leave(string instanceId, Watched watch)
    {
        lock (gate)
        {
            if (--watch.Calls > 0)
            {
                return;
            }

            if (watched.GetValueOrDefault(instanceId) == watch)
            {
                watched.Remove(instanceId);
            }
        }

        watch.LastLeft.Cancel();
        watch.LastLeft.Dispose();
    }

    private async Task TerminatedAsync(string instanceId, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                OrchestrationMetadata ended = await client.WaitForInstanceCompletionAsync(instanceId, cancellation);
                if (ended.RuntimeStatus == OrchestrationRuntimeStatus.Terminated)
                {
                    return;
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation);
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // The hub is away, or does not know the instance, as of a function that was called alone: nothing to give up for.
                await Task.Delay(Patience, clock, cancellation);
            }
        }
    }

    private sealed class Watched(Task terminated, CancellationTokenSource lastLeft)
    {
        public Task Terminated => terminated;

        public CancellationTokenSource LastLeft => lastLeft;

        public int Calls { get; set; }
    }
}
