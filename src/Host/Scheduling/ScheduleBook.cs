using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Scheduling;

/// <summary>The schedules of a hub: made, looked at, told. What is told is durable at once, and heeded by whichever process works on schedules.</summary>
internal sealed class ScheduleBook(DurableTaskClient client, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private static readonly OrchestrationRuntimeStatus[] Alive = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    /// <summary>All schedules, by name.</summary>
    public async Task<IReadOnlyList<ScheduleEntry>> ListAsync(CancellationToken cancellation)
    {
        List<ScheduleEntry> entries = [];
        OrchestrationQuery query = new(InstanceIdPrefix: ScheduleInstances.Prefix, FetchInputsAndOutputs: true);
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(query).WithCancellation(cancellation))
        {
            if (Read(instance) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <summary>A schedule by its name; null when there is none.</summary>
    public async Task<ScheduleEntry?> TryGetAsync(string name, CancellationToken cancellation) =>
        await client.GetInstanceAsync(ScheduleInstances.IdOf(name), getInputsAndOutputs: true, cancellation) is { } instance ? Read(instance) : null;

    /// <exception cref="UnknownScheduleException">There is no such schedule.</exception>
    public async Task<ScheduleEntry> GetAsync(string name, CancellationToken cancellation)
    {
        if (await TryGetAsync(name, cancellation) is { } entry)
        {
            return entry;
        }

        IReadOnlyList<ScheduleEntry> all = await ListAsync(cancellation);
        throw new UnknownScheduleException(all.Count == 0
            ? $"There is no schedule '{name}', nor any other; `tapir schedule add` makes one."
            : $"There is no schedule '{name}'; there are {string.Join(", ", all.Select(known => known.Name))}.");
    }

    /// <summary>Makes a schedule. It begins now: times that have passed are not missed.</summary>
    /// <exception cref="ScheduleStateException">There is one of this name.</exception>
    public async Task AddAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        try
        {
            // What is left of one that was removed gives way; one that failed does not.
            await BeginAsync(ScheduleState.New(definition, clock.GetUtcNow()), [.. Alive, OrchestrationRuntimeStatus.Failed], cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            throw new ScheduleStateException($"There is a schedule '{definition.Name}' already; add --replace to change it, or choose another name.");
        }
    }

    /// <summary>Makes a schedule, or lets the one of its name be this one from now on.</summary>
    public async Task AddOrReplaceAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        if (await TryGetAsync(definition.Name, cancellation) is not { } before)
        {
            await AddAsync(definition, cancellation);
            return;
        }

        ChangeSchedule change = new(definition);
        if (before.Failure is null || !await TryReviveAsync(before.State.After(change, clock.GetUtcNow()), cancellation))
        {
            await TellAsync(definition.Name, change, cancellation);
        }
    }

    /// <summary>Tells a schedule something.</summary>
    public Task TellAsync(string name, ScheduleCommand command, CancellationToken cancellation) =>
        client.RaiseEventAsync(ScheduleInstances.IdOf(name), ScheduleInstances.CommandEvent, command, cancellation);

    /// <summary>Waits until a schedule is as wanted.</summary>
    /// <param name="isSo">Given the schedule, or null when there is none.</param>
    /// <returns>False when it was not within <paramref name="patience"/>.</returns>
    public async Task<bool> WaitUntilAsync(string name, Func<ScheduleEntry?, bool> isSo, TimeSpan patience, CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        while (!isSo(await TryGetAsync(name, cancellation)))
        {
            if (clock.GetElapsedTime(started) > patience)
            {
                return false;
            }

            await Task.Delay(LookAgain, clock, cancellation);
        }

        return true;
    }

    /// <summary>Lets a schedule that has ended by a fault go on with what it knew.</summary>
    public Task ReviveAsync(ScheduleEntry failed, CancellationToken cancellation) => TryReviveAsync(failed.State, cancellation);

    /// <summary>Removes what is left of all schedules that have been removed.</summary>
    public async Task ClearRemovedAsync(CancellationToken cancellation)
    {
        OrchestrationQuery ended = new(Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated], InstanceIdPrefix: ScheduleInstances.Prefix);
        List<string> ids = [];
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(ended).WithCancellation(cancellation))
        {
            ids.Add(instance.InstanceId);
        }

        foreach (string id in ids)
        {
            await client.PurgeInstanceAsync(id, cancellation);
        }
    }

    /// <summary>Removes what is left of a schedule that has ended, so that its name is free.</summary>
    public async Task ClearAsync(string name, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(ScheduleInstances.IdOf(name), cancellation) is { IsCompleted: true })
        {
            await client.PurgeInstanceAsync(ScheduleInstances.IdOf(name), cancellation);
        }
    }

    // False where another process has let it go on meanwhile.
    private async Task<bool> TryReviveAsync(ScheduleState state, CancellationToken cancellation)
    {
        try
        {
            await BeginAsync(state, Alive, cancellation);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }

    /// <param name="kept">In these states the one of the same name stays and this one does not begin; in any other it gives way in the same transaction, so that a kill leaves one of the two.</param>
    private Task<string> BeginAsync(ScheduleState state, OrchestrationRuntimeStatus[] kept, CancellationToken cancellation) => client.ScheduleNewOrchestrationInstanceAsync(
        nameof(ScheduleOrchestrator), state, new StartOrchestrationOptions(ScheduleInstances.IdOf(state.Definition.Name)).WithDedupeStatuses(kept), cancellation);

    private static ScheduleEntry? Read(OrchestrationMetadata instance)
    {
        if (instance.RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Terminated || instance.ReadInputAs<ScheduleState>() is not { } state)
        {
            return null;
        }

        ScheduleStatus? status = instance.SerializedCustomStatus is null ? null : instance.ReadCustomStatusAs<ScheduleStatus>();
        return new ScheduleEntry(
            state,
            status ?? ScheduleStatus.Of(state),
            instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed ? instance.FailureDetails?.ErrorMessage ?? "It ended by a fault." : null);
    }
}
