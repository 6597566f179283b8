using Grpc.Core;

namespace Tapir.Host.Runs;

/// <summary>The instances of one run in the hub: the run's own, and the rounds that it started, whose ids begin with the run's and a colon.</summary>
internal sealed class RunFamily(DurableTaskClient client, string run)
{
    /// <summary>The run's own instance first, so that it starts no more while the others are seen to.</summary>
    /// <returns>Those that have not ended; none when the run was never started.</returns>
    public async Task<IReadOnlyList<OrchestrationMetadata>> UnfinishedAsync(CancellationToken cancellation)
    {
        List<OrchestrationMetadata> found = [];
        if (await client.GetInstanceAsync(run, cancellation) is { IsCompleted: false } root)
        {
            found.Add(root);
        }

        await foreach (OrchestrationMetadata child in client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: $"{run}:")).WithCancellation(cancellation))
        {
            if (!child.IsCompleted)
            {
                found.Add(child);
            }
        }

        return found;
    }

    public async Task SuspendAsync(string reason, CancellationToken cancellation)
    {
        // The round may have started between the two looks: the run's own turn was under way when it was suspended.
        await EachAsync(instance => client.SuspendInstanceAsync(instance, reason, cancellation), cancellation);
        await EachAsync(instance => client.SuspendInstanceAsync(instance, reason, cancellation), cancellation);
    }

    public async Task ResumeAsync(string reason, CancellationToken cancellation)
    {
        // The run's own last: while it is suspended, whoever looks sees that the run has not been resumed as a whole.
        foreach (OrchestrationMetadata instance in (await UnfinishedAsync(cancellation)).Reverse())
        {
            await UnlessEndedAsync(client.ResumeInstanceAsync(instance.InstanceId, reason, cancellation));
        }
    }

    /// <summary>Raises an event to each instance: one that comes while nobody waits for it is kept.</summary>
    public Task RaiseAsync(string name, CancellationToken cancellation) =>
        EachAsync(instance => client.RaiseEventAsync(instance, name, eventPayload: null, cancellation), cancellation);

    /// <summary>Ends what is left of a run that is over, such as a round whose end was cut off by a kill. Needs a worker.</summary>
    /// <exception cref="OperationCanceledException">They had not ended when <paramref name="cancellation"/> came.</exception>
    public async Task EndAsync(string reason, CancellationToken cancellation)
    {
        IReadOnlyList<OrchestrationMetadata> left = await UnfinishedAsync(cancellation);
        foreach (OrchestrationMetadata instance in left)
        {
            await UnlessEndedAsync(client.TerminateInstanceAsync(instance.InstanceId, new TerminateInstanceOptions(Output: reason, Recursive: true), cancellation));
        }

        foreach (OrchestrationMetadata instance in left)
        {
            await client.WaitForInstanceCompletionAsync(instance.InstanceId, cancellation);
        }
    }

    private async Task EachAsync(Func<string, Task> change, CancellationToken cancellation)
    {
        foreach (OrchestrationMetadata instance in await UnfinishedAsync(cancellation))
        {
            await UnlessEndedAsync(change(instance.InstanceId));
        }
    }

    private static async Task UnlessEndedAsync(Task change)
    {
        try
        {
            await change;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            // It ended since it was listed.
        }
    }
}
