namespace Tapir.DurableTask;

/// <summary>What an activity knows about the call that it serves.</summary>
public abstract class TaskActivityContext
{
    /// <value>The name under which it was called.</value>
    public abstract TaskName Name { get; }

    /// <value>The id of the orchestration that called it.</value>
    public abstract string InstanceId { get; }

    /// <value>The version that was asked for; empty when none was.</value>
    public virtual string Version => string.Empty;
}
