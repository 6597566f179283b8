using Tapir.Orchestrations.Notifying;

namespace Tapir.Host.Notifying;

/// <summary>Notices of one run that are still to be delivered. They wait in the hub, where any worker goes on with them.</summary>
internal sealed class OpenNotices(DurableTaskClient client, string run, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<int> CountAsync(CancellationToken cancellation) => (await ListAsync(cancellation)).Count;

    /// <summary>Lets the worker of this process deliver them before it stops, but not for long: a receiver that is down may be so for hours.</summary>
    /// <returns>How many are left.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        IReadOnlyList<string> open = await ListAsync(cancellation);
        using CancellationTokenSource limit = new(Patience, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            foreach (string notice in open)
            {
                await client.WaitForInstanceCompletionAsync(notice, either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return await CountAsync(CancellationToken.None);
        }

        return 0;
    }

    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        OrchestrationQuery query = new(
            Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running], InstanceIdPrefix: $"{Notification.IdPrefix}{run}:");
        List<string> open = [];
        await foreach (OrchestrationMetadata notice in client.GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            open.Add(notice.InstanceId);
        }

        return open;
    }
}
