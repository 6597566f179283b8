namespace Tapir.Orchestrations.Scheduling;

/// <summary>Why a schedule starts a run.</summary>
public enum StartCause
{
    /// <summary>Its time has come.</summary>
    Clock,

    /// <summary>Its time had passed while nothing worked on the schedule, or while an earlier start was under way.</summary>
    Missed,

    /// <summary>Somebody asked for it.</summary>
    Hand,

    /// <summary>New data has settled.</summary>
    Data,
}
