namespace Tapir.DurableTask.Worker;

/// <summary>Finds what a worker has registered for a name and version.</summary>
/// <remarks>The exact version is taken where it is registered. An unversioned registration serves every version of its name, unless
/// that name has versioned registrations beside it: then a version that is missing is missing.</remarks>
internal sealed class RegisteredTasks
{
    private readonly Dictionary<TaskKey, Func<IServiceProvider, ITaskOrchestrator>> orchestrators;
    private readonly Dictionary<TaskKey, Func<IServiceProvider, ITaskActivity>> activities;
    private readonly HashSet<TaskName> versionedOrchestrators;
    private readonly HashSet<TaskName> versionedActivities;

    public RegisteredTasks(DurableTaskRegistry registry)
    {
        orchestrators = new(registry.Orchestrators);
        activities = new(registry.Activities);
        versionedOrchestrators = Versioned(orchestrators.Keys);
        versionedActivities = Versioned(activities.Keys);
    }

    public IEnumerable<TaskKey> Orchestrators => orchestrators.Keys;

    public IEnumerable<TaskKey> Activities => activities.Keys;

    /// <returns>A new orchestrator, or null where none is registered.</returns>
    public ITaskOrchestrator? CreateOrchestrator(TaskName name, TaskVersion version, IServiceProvider services) =>
        Find(orchestrators, versionedOrchestrators, name, version)?.Invoke(services);

    /// <returns>A new activity, or null where none is registered.</returns>
    public ITaskActivity? CreateActivity(TaskName name, TaskVersion version, IServiceProvider services) =>
        Find(activities, versionedActivities, name, version)?.Invoke(services);

    /// <returns>A sentence when the orchestrator is registered in other versions only, so that a worker with the one asked for may come; null otherwise.</returns>
    public string? OtherOrchestratorVersion(TaskName name, TaskVersion version) => Otherwise(orchestrators.Keys, versionedOrchestrators, name, version);

    /// <inheritdoc cref="OtherOrchestratorVersion"/>
    public string? OtherActivityVersion(TaskName name, TaskVersion version) => Otherwise(activities.Keys, versionedActivities, name, version);

    private static string? Otherwise(IReadOnlyCollection<TaskKey> registered, HashSet<TaskName> versioned, TaskName name, TaskVersion version)
    {
        if (!versioned.Contains(name) || registered.Contains(new TaskKey(name, version)))
        {
            return null;
        }

        string[] has = [.. registered.Where(key => key.Name == name).Select(key => Words(key.Version)).Order(StringComparer.Ordinal)];
        return $"this worker has only {string.Join(" and ", has)} of '{name.Name}'; {Words(version)} was asked for";
    }

    private static string Words(TaskVersion version) => version == TaskVersion.Unversioned ? "one without a version" : $"version '{version.Version}'";

    private static HashSet<TaskName> Versioned(IEnumerable<TaskKey> keys) =>
        [.. keys.Where(key => key.Version != TaskVersion.Unversioned).Select(key => key.Name)];

    private static Func<IServiceProvider, TTask>? Find<TTask>(
        Dictionary<TaskKey, Func<IServiceProvider, TTask>> tasks, HashSet<TaskName> versioned, TaskName name, TaskVersion version)
    {
        if (tasks.TryGetValue(new TaskKey(name, version), out Func<IServiceProvider, TTask>? exact))
        {
            return exact;
        }

        return versioned.Contains(name) ? null : tasks.GetValueOrDefault(new TaskKey(name, TaskVersion.Unversioned));
    }
}
