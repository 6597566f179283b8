namespace Tapir.Orchestrations.Scheduling;

/// <summary>Where watched files stand.</summary>
public enum WatchPhase
{
    /// <summary>Nothing is new.</summary>
    Quiet,

    /// <summary>New files have come or changed since the look before.</summary>
    Changing,

    /// <summary>New files have not changed since the look before, and have to stay so for a while.</summary>
    Settling,

    /// <summary>New files have settled; the start of the set before them is still in line, or was refused and is tried again with them.</summary>
    Waiting,

    /// <summary>The place cannot be looked at.</summary>
    Away,
}
