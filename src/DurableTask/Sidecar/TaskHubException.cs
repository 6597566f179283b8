namespace Tapir.DurableTask.Sidecar;

/// <summary>A task hub cannot be opened or served; the message says which, why, and what to do.</summary>
public sealed class TaskHubException : Exception
{
    public TaskHubException()
    {
    }

    public TaskHubException(string message)
        : base(message)
    {
    }

    public TaskHubException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
