namespace Tapir.DurableTask.Worker;

public partial class DurableTaskWorkerWorkItemFilters
{
    /// <summary>An orchestrator that a worker takes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="versions">Its versions, an empty text for unversioned; null or empty for any.</param>
    public readonly struct OrchestrationFilter(string name, IReadOnlyList<string>? versions)
    {
        public string Name { get; init; } = name;

        public IReadOnlyList<string> Versions { get; init; } = versions ?? [];
    }
}
