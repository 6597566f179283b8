namespace Tapir.DurableTask.Worker;

/// <summary>Which work a worker asks for. All lists empty (default): any.</summary>
public partial class DurableTaskWorkerWorkItemFilters
{
    public IReadOnlyList<OrchestrationFilter> Orchestrations { get; set; } = [];

    public IReadOnlyList<ActivityFilter> Activities { get; set; } = [];

    internal static DurableTaskWorkerWorkItemFilters Of(DurableTaskRegistry registry, DurableTaskWorkerOptions options)
    {
        string? only = options.Versioning is { MatchStrategy: DurableTaskWorkerOptions.VersionMatchStrategy.Strict } versioning
            ? versioning.Version
            : null;
        return new()
        {
            Orchestrations = [.. ByName(registry.Orchestrators.Keys).Select(task => new OrchestrationFilter(task.Key, VersionsOf(task, only)))],
            Activities = [.. ByName(registry.Activities.Keys).Select(task => new ActivityFilter(task.Key, VersionsOf(task, only)))],
        };
    }

    private static IEnumerable<IGrouping<string, TaskKey>> ByName(IEnumerable<TaskKey> tasks) => tasks
        .OrderBy(task => task.Name.Name, StringComparer.OrdinalIgnoreCase)
        .GroupBy(task => task.Name.Name, StringComparer.OrdinalIgnoreCase);

    // A name that is registered unversioned alone serves every version: an empty list asks for any.
    private static string[] VersionsOf(IEnumerable<TaskKey> tasks, string? only)
    {
        if (only is not null)
        {
            return [only];
        }

        string[] versions = [.. tasks.Select(task => task.Version.Version).Order(StringComparer.OrdinalIgnoreCase)];
        return versions is [""] ? [] : versions;
    }
}
