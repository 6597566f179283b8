using Microsoft.Extensions.DependencyInjection;

namespace Tapir.DurableTask;

/// <summary>The orchestrators and activities that a worker has. Fill it before the worker starts.</summary>
/// <remarks>A name may be registered once unversioned and once per version.</remarks>
public sealed partial class DurableTaskRegistry
{
    private static readonly Task<object?> NoResult = Task.FromResult<object?>(null);

    internal Dictionary<TaskKey, Func<IServiceProvider, ITaskActivity>> Activities { get; } = [];

    internal Dictionary<TaskKey, Func<IServiceProvider, ITaskOrchestrator>> Orchestrators { get; } = [];

    /// <summary>Registers an activity that is made anew for each call.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, Func<IServiceProvider, ITaskActivity> factory) =>
        AddActivity(name, TaskVersion.Unversioned, factory);

    private static void Add<TTask>(
        Dictionary<TaskKey, Func<IServiceProvider, TTask>> tasks, string kind, TaskKey key, Func<IServiceProvider, TTask> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (string.IsNullOrEmpty(key.Name.Name))
        {
            throw new ArgumentException($"The {kind} has no name.", nameof(key));
        }

        if (!tasks.TryAdd(key, factory))
        {
            throw new ArgumentException($"An {kind} named {key} is already registered.", nameof(key));
        }
    }

    private static Func<IServiceProvider, TTask> FactoryOf<TTask>(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(TTask).IsAssignableFrom(type) || type.IsAbstract || type.IsInterface)
        {
            throw new ArgumentException($"{type} is not a concrete class that implements {typeof(TTask).Name}.", nameof(type));
        }

        return services => (TTask)ActivatorUtilities.GetServiceOrCreateInstance(services, type);
    }
}
