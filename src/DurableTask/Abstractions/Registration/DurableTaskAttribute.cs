namespace Tapir.DurableTask;

/// <summary>Names an orchestrator or activity class otherwise than by its type name.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    public TaskName Name { get; } = new(name ?? string.Empty);

    /// <value>The version that the class implements; null for unversioned.</value>
    public string? Version { get; set; }
}
