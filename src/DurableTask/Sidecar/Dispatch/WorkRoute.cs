namespace Tapir.DurableTask.Sidecar.Dispatch;

/// <summary>What a worker's filter looks at. Names and versions compare without regard to case; no version and an empty one are the same.</summary>
internal readonly record struct WorkRoute
{
    public WorkRoute(WorkKind kind, string name, string? version)
    {
        Kind = kind;
        Name = name.ToUpperInvariant();
        Version = version?.ToUpperInvariant() ?? string.Empty;
    }

    public WorkKind Kind { get; }

    public string Name { get; }

    public string Version { get; }
}
