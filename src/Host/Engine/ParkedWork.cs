using Tapir.DurableTask.Sidecar;

namespace Tapir.Host.Engine;

/// <summary>Steps that were given up after too many deliveries, whichever process runs the sidecar; none where its hub lies on another machine.</summary>
/// <param name="hubFile">The hub's file, which may be another process's at the moment.</param>
/// <param name="ownHub">The hub, while this process runs it.</param>
internal sealed class ParkedWork(DurableTaskClient client, string hubFile, Func<TaskHub?> ownHub)
{
    /// <summary>What was given up of a run.</summary>
    /// <param name="family">The run's id, or what stands before the colon in the ids of other instances.</param>
    public async Task<IReadOnlyList<ParkedItem>> OfAsync(string family)
    {
        IReadOnlyList<ParkedItem> parked = ownHub() is { } hub ? await hub.ListParkedAsync() : File.Exists(hubFile) ? TaskHub.ReadParked(hubFile) : [];
        return [.. parked.Where(item => item.InstanceId == family || item.InstanceId.StartsWith($"{family}:", StringComparison.Ordinal))];
    }

    /// <summary>Puts it back in line; what is suspended waits until it is resumed, which does the same.</summary>
    /// <inheritdoc cref="OfAsync" path="/param"/>
    public async Task RetryAsync(string family, CancellationToken cancellation)
    {
        foreach (string instance in (await OfAsync(family)).Select(item => item.InstanceId).Distinct(StringComparer.Ordinal))
        {
            if (await client.GetInstanceAsync(instance, cancellation) is { RuntimeStatus: not OrchestrationRuntimeStatus.Suspended, IsCompleted: false })
            {
                await client.ResumeInstanceAsync(instance, "retry", cancellation);
            }
        }
    }
}
