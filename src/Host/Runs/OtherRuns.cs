using Tapir.Orchestrations.Distilling;

namespace Tapir.Host.Runs;

/// <summary>Unfinished runs beside the one that a command is about. A worker takes whatever is in the hub, so they are suspended first.</summary>
internal static class OtherRuns
{
    /// <returns>Ids of the runs that were suspended.</returns>
    public static async Task<IReadOnlyList<string>> SuspendAsync(DurableTaskClient client, string run, CancellationToken cancellation)
    {
        SortedSet<string> others = new(StringComparer.Ordinal);
        OrchestrationQuery active = new(Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running]);
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(active).WithCancellation(cancellation))
        {
            string owner = instance.InstanceId.Split(':')[0];
            if (instance.Name is nameof(Distillation) or nameof(CurriculumRound) && owner != run)
            {
                others.Add(owner);
            }
        }

        foreach (string other in others)
        {
            await new RunFamily(client, other).SuspendAsync($"{run} runs", cancellation);
        }

        return [.. others];
    }
}
