namespace Tapir.Orchestrations.Pausing;

/// <summary>Names of the external events that a run waits for.</summary>
public static class RunEvents
{
    /// <summary>What paused the run has been mended: make the refused calls again.</summary>
    public const string Continue = "continue";

    /// <summary>A person's word at a review point, as <see cref="Reviewing.ReviewAnswer"/>.</summary>
    public const string Review = "review";
}
