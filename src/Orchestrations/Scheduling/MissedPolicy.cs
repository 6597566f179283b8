namespace Tapir.Orchestrations.Scheduling;

/// <summary>What a schedule does with starts whose time has passed while nothing worked on it.</summary>
public enum MissedPolicy
{
    /// <summary>They are left out.</summary>
    Skip,

    /// <summary>However many there were, one start makes up for them.</summary>
    Once,

    /// <summary>Each is made up for, the newest ones up to a limit.</summary>
    All,
}
