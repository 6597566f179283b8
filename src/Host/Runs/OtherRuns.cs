using Tapir.Host.Engine;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Preference;

namespace Tapir.Host.Runs;

/// <summary>Unfinished runs beside the one that a command is about. A worker takes whatever is in the hub, so they are suspended first.</summary>
internal static class OtherRuns
{
    /// <returns>Ids of the runs that were suspended.</returns>
    public static async Task<IReadOnlyList<string>> SuspendAsync(DurableTaskClient client, string run, CancellationToken cancellation)
    {
        IReadOnlyCollection<string> others = await FindAsync(client, run, [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running], cancellation);
        foreach (string other in others)
        {
            await new RunFamily(client, other).SuspendAsync($"{run} runs", cancellation);
        }

        return [.. others];
    }

    /// <returns>For each of them, the artifacts that its histories refer to.</returns>
    public static async Task<IReadOnlyList<IReadOnlySet<string>>> ArtifactsAsync(DurableTaskClient client, InstanceHistories histories, string run, CancellationToken cancellation)
    {
        List<IReadOnlySet<string>> artifacts = [];
        OrchestrationRuntimeStatus[] unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];
        foreach (string other in await FindAsync(client, run, unfinished, cancellation))
        {
            artifacts.Add(await new RunFamily(client, other).ArtifactsInHistoryAsync(histories, cancellation));
        }

        return artifacts;
    }

    private static async Task<SortedSet<string>> FindAsync(DurableTaskClient client, string run, OrchestrationRuntimeStatus[] statuses, CancellationToken cancellation)
    {
        SortedSet<string> others = new(StringComparer.Ordinal);
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: statuses)).WithCancellation(cancellation))
        {
            string owner = instance.InstanceId.Split(':')[0];
            if (instance.Name is nameof(Distillation) or nameof(CurriculumRound) or nameof(PreferenceTuning) && owner != run)
            {
                others.Add(owner);
            }
        }

        return others;
    }
}
