namespace Tapir.DurableTask.Worker;

/// <summary>Finds what a worker has registered for a name and version.</summary>
/// <remarks>The exact version is taken where it is registered. An unversioned registration serves every version of its name, unless
/// that name has versioned registrations beside it: then a version that is missing is missing.</remarks>
internal sealed class RegisteredTasks
{
    private readonly Dictionary<TaskKey, Func<IServiceProvider, ITaskOrchestrator>> _orchestrators;
    private readonly Dictionary<TaskKey, Func<IServiceProvider, ITaskActivity>> _activities;
    private readonly HashSet<TaskName> _versionedOrchestrators;
    private readonly HashSet<TaskName> _versionedActivities;

    public RegisteredTasks(DurableTaskRegistry registry)
    {
        _orchestrators = new(registry.Orchestrators);
        _activities = new(registry.Activities);
        _versionedOrchestrators = Versioned(_orchestrators.Keys);
        _versionedActivities = Versioned(_activities.Keys);
    }

    public IEnumerable<TaskKey> Orchestrators => _orchestrators.Keys;

    public IEnumerable<TaskKey> Activities => _activities.Keys;

    /// <returns>A new orchestrator, or null where none is registered.</returns>
    public ITaskOrchestrator? CreateOrchestrator(TaskName name, TaskVersion version, IServiceProvider services) =>
        Find(_orchestrators, _versionedOrchestrators, name, version)?.Invoke(services);

    /// <returns>A new activity, or null where none is registered.</returns>
    public ITaskActivity? CreateActivity(TaskName name, TaskVersion version, IServiceProvider services) =>
        Find(_activities, _versionedActivities, name, version)?.Invoke(services);

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
