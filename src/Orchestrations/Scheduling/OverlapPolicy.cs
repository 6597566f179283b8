namespace Tapir.Orchestrations.Scheduling;

/// <summary>What a schedule does when a start is due and the run that it started before is not over. A run that waits in line or for a person is not over.</summary>
public enum OverlapPolicy
{
    /// <summary>The new start is left out.</summary>
    Skip,

    /// <summary>The new start waits until the old run is over.</summary>
    Queue,

    /// <summary>The old run is cancelled.</summary>
    Cancel,
}
