using Grpc.Core;
using Tapir.DurableTask.Sidecar;
using Tapir.Functions;
using Tapir.Host.Engine;

namespace Tapir.Host.Runs;

/// <summary>The instances of one run in the hub: the run's own, and the rounds that it started, whose ids begin with the run's and a colon.</summary>
internal sealed class RunFamily(DurableTaskClient client, string run)
{
    /// <summary>Which part of its run an instance is: <c>run</c>, or the round, such as <c>round-2</c>.</summary>
    public static string PartOf(string instance)
    {
        int colon = instance.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "run" : instance[(colon + 1)..];
    }

    /// <summary>All of them, the run's own first; none when the run was never started.</summary>
    public async Task<IReadOnlyList<OrchestrationMetadata>> InstancesAsync(CancellationToken cancellation)
    {
        List<OrchestrationMetadata> found = [];
        if (await client.GetInstanceAsync(run, cancellation) is { } root)
        {
            found.Add(root);
        }

        await foreach (OrchestrationMetadata child in client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: $"{run}:")).WithCancellation(cancellation))
        {
            found.Add(child);
        }

        return found;
    }

    /// <summary>The run's own instance first, so that it starts no more while the others are seen to.</summary>
    /// <returns>Those that have not ended; none when the run was never started.</returns>
    public async Task<IReadOnlyList<OrchestrationMetadata>> UnfinishedAsync(CancellationToken cancellation) =>
        [.. (await InstancesAsync(cancellation)).Where(instance => !instance.IsCompleted)];

    /// <summary>The artifacts that the run's histories refer to: what its steps were given and what they made.</summary>
    public async Task<IReadOnlySet<string>> ArtifactsInHistoryAsync(InstanceHistories histories, CancellationToken cancellation)
    {
        HashSet<string> artifacts = new(StringComparer.Ordinal);
        foreach (OrchestrationMetadata instance in await InstancesAsync(cancellation))
        {
            // The text of an event has all that it carries, whatever kind it is.
            artifacts.UnionWith(
                (await histories.ReadAsync(instance.InstanceId, cancellation)).SelectMany(happened => ArtifactReferences.Anywhere(happened.ToString())));
        }

        return artifacts;
    }

    /// <summary>The artifacts that the hub names for the run: in its histories, and in messages that its instances have not taken yet.</summary>
    /// <param name="hub">Which only the process that runs the sidecar has.</param>
    public async Task<IReadOnlySet<string>> ArtifactsInHubAsync(TaskHub hub, InstanceHistories histories, CancellationToken cancellation)
    {
        HashSet<string> artifacts = [.. await ArtifactsInHistoryAsync(histories, cancellation)];
        foreach (OrchestrationMetadata instance in await InstancesAsync(cancellation))
        {
            artifacts.UnionWith((await hub.ListInboxAsync(instance.InstanceId)).SelectMany(message => ArtifactReferences.Anywhere(message.ToString())));
        }

        return artifacts;
    }

    public async Task SuspendAsync(string reason, CancellationToken cancellation)
    {
        // The round may have started between the two looks: the run's own turn was under way when it was suspended.
        await EachAsync(instance => client.SuspendInstanceAsync(instance, reason, cancellation), cancellation);
        await EachAsync(instance => client.SuspendInstanceAsync(instance, reason, cancellation), cancellation);
    }

    /// <summary>Lets the run go on that was suspended, and what is parked of it be tried again.</summary>
    public async Task ResumeAsync(string reason, CancellationToken cancellation)
    {
        // The run's own last: while it is suspended, whoever looks sees that the run has not been resumed as a whole.
        foreach (OrchestrationMetadata instance in (await UnfinishedAsync(cancellation)).Reverse())
        {
            await UnlessEndedAsync(client.ResumeInstanceAsync(instance.InstanceId, reason, cancellation));
        }
    }

    /// <summary>Raises an event to each instance: one that comes while nobody waits for it is kept.</summary>
    public Task RaiseAsync(string name, object? payload, CancellationToken cancellation) =>
        EachAsync(instance => client.RaiseEventAsync(instance, name, payload, cancellation), cancellation);

    /// <summary>Ends what is left of a run that is over, such as a round whose end was cut off by a kill. Needs a worker.</summary>
    /// <exception cref="OperationCanceledException">They had not ended when <paramref name="cancellation"/> came.</exception>
    public async Task EndAsync(string reason, CancellationToken cancellation)
    {
        foreach (OrchestrationMetadata instance in await TellToEndAsync(reason, cancellation))
        {
            await client.WaitForInstanceCompletionAsync(instance.InstanceId, cancellation);
        }
    }

    /// <summary>Tells what is left of a run that is over to end.</summary>
    /// <returns>What was left.</returns>
    public async Task<IReadOnlyList<OrchestrationMetadata>> TellToEndAsync(string reason, CancellationToken cancellation)
    {
        IReadOnlyList<OrchestrationMetadata> left = await UnfinishedAsync(cancellation);
        foreach (OrchestrationMetadata instance in left)
        {
            await UnlessEndedAsync(client.TerminateInstanceAsync(instance.InstanceId, new TerminateInstanceOptions(Output: reason, Recursive: true), cancellation));
        }

        return left;
    }

    /// <summary>Ends the run now, unless it has ended.</summary>
    public Task TerminateAsync(string reason, CancellationToken cancellation) =>
        UnlessEndedAsync(client.TerminateInstanceAsync(run, new TerminateInstanceOptions(Output: reason, Recursive: true), cancellation));

    /// <summary>Removes the instances of a run that is over. Its notices stay: what is still being delivered is delivered.</summary>
    public async Task PurgeAsync(CancellationToken cancellation)
    {
        // The run's own last: a kill half-way leaves a run that is over, as before.
        await PurgeRoundsAsync(cancellation);
        await client.PurgeInstanceAsync(run, cancellation);
    }

    /// <summary>Removes the rounds of a run that is over, and leaves the run's own instance.</summary>
    public async Task PurgeRoundsAsync(CancellationToken cancellation)
    {
        foreach (OrchestrationMetadata instance in (await InstancesAsync(cancellation)).Where(instance => instance.InstanceId != run).Reverse())
        {
            await client.PurgeInstanceAsync(instance.InstanceId, cancellation);
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
