namespace Tapir.DurableTask.Client;

/// <summary>What a purge did.</summary>
public class PurgeResult
{
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    public PurgeResult(int count, bool? isComplete)
    {
        PurgedInstanceCount = count;
        IsComplete = isComplete;
    }

    /// <value>How many instances are gone; 0 when there was none of that id.</value>
    public int PurgedInstanceCount { get; }

    /// <value>False when time ran out and more is left; null when the server does not say.</value>
    public bool? IsComplete { get; }
}
