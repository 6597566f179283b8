using System.Reflection;

namespace Tapir.DurableTask;

/// <summary>Under which name and version a class is registered.</summary>
internal static class TaskNames
{
    public static TaskName Of(Type type)
    {
        TaskName named = type.GetCustomAttribute<DurableTaskAttribute>()?.Name ?? default;
        return string.IsNullOrEmpty(named.Name) ? new TaskName(type.Name) : named;
    }

    public static TaskVersion VersionOf(Type type) => new(type.GetCustomAttribute<DurableTaskAttribute>()?.Version);
}
