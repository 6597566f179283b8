namespace Tapir.DurableTask.Worker;

/// <summary>A worker was given a task that it does not have. Trying again cannot help.</summary>
internal sealed class TaskMissingException(string errorType, string kind, string name, string? version)
    : Exception(Describe(kind, name, version))
{
    public TaskFailureDetails Details => new(errorType, Message, null, null, null) { IsNonRetriable = true };

    public static string Describe(string kind, string name, string? version) => string.IsNullOrEmpty(version)
        ? $"No {kind} named '{name}' is registered with this worker."
        : $"No {kind} named '{name}' of version '{version}' is registered with this worker.";
}
