namespace Tapir.DurableTask;

/// <summary>An activity or sub-orchestration failed, and its retries are used up.</summary>
public sealed class TaskFailedException : Exception
{
    private const int LongestCause = 4000;

    /// <param name="taskName">The failed task's name.</param>
    /// <param name="taskId">Its number within the orchestration.</param>
    /// <param name="innerException">Why it failed.</param>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    /// <param name="taskName">The failed task's name.</param>
    /// <param name="taskId">Its number within the orchestration.</param>
    /// <param name="failureDetails">Why it failed.</param>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    public string TaskName { get; }

    /// <value>The task's number within its orchestration: actions of every kind count from 0.</value>
    public int TaskId { get; }

    public TaskFailureDetails FailureDetails { get; }

    private static string Describe(string name, int id, string? cause) => cause is null
        ? $"Task '{name}' (#{id}) failed with an unhandled exception."
        : $"Task '{name}' (#{id}) failed with an unhandled exception: {Shorten(cause)}";

    /// <summary>Each sub-orchestration that a failure climbs out of puts a sentence before the last one's: of very many the first and the last are told.</summary>
    private static string Shorten(string cause) => cause.Length <= LongestCause
        ? cause
        : $"{cause.AsSpan(0, LongestCause / 2)} ... {cause.AsSpan(cause.Length - (LongestCause / 2))}";
}
