namespace Tapir.DurableTask;

/// <summary>A registered task: name and version, both without regard to case.</summary>
internal readonly record struct TaskKey(TaskName Name, TaskVersion Version)
{
    public override string ToString() => Version == TaskVersion.Unversioned ? $"'{Name}'" : $"'{Name}' version '{Version}'";
}
