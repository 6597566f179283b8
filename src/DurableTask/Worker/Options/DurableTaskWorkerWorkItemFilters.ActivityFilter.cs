namespace Tapir.DurableTask.Worker;

public partial class DurableTaskWorkerWorkItemFilters
{
    /// <summary>An activity that a worker takes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="versions">Its versions, an empty text for unversioned; null or empty for any.</param>
    public readonly struct ActivityFilter(string name, IReadOnlyList<string>? versions)
    {
        public string Name { get; init; } = name;

        public IReadOnlyList<string> Versions { get; init; } = versions ?? [];
    }
}
